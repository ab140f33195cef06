package dev.elman.cli.demo;

import dev.elman.engine.Precision;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.training.Initialization;
import dev.elman.training.Trainer;
import dev.elman.training.Training;

/** The tutorial's own setting, to the letter: batches of one window, Adam as Keras has it, 20 epochs, shuffled. */
public final class TutorialRecipe implements SunspotsRecipe {

    /** The RMSE that the tutorial prints for its training windows. */
    public static final double PRINTED_TRAIN = 0.058;
    /** The RMSE that the tutorial prints for its test windows. */
    public static final double PRINTED_TEST = 0.077;

    @Override
    public String name() {
        return "tutorial";
    }

    @Override
    public SunspotsRun run(SunspotsData data, long seed, String engine, Precision precision) {
        Training training = Trainer.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(Adam.keras())
                .initialization(Initialization.keras())
                .epochs(20)
                .batchSize(1)
                .shuffle(true)
                .seed(seed)
                .precision(precision)
                .engine(engine)
                .threads(1)
                .build()
                .train(NETWORK, data.train());
        return SunspotsRun.scored(seed, training.model(), data, training.fitNanos() * 1e-6);
    }
}

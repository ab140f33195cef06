package dev.elman.benchmarks;

import dev.elman.Model;
import dev.elman.data.Schema;
import dev.elman.engine.Precision;
import dev.elman.optim.Adam;
import dev.elman.optim.Loss;
import dev.elman.random.Philox;
import dev.elman.training.Trainer;
import java.util.List;

/** An engine of this library in one precision, asked through the public API. */
record EngineContender(String name, String engine, Precision precision, int threads) implements Contender {

    /** The reference does nothing of which one run would take seconds. */
    private static final double REFERENCE_LIMIT = 1e9;

    @Override
    public boolean does(Workload workload) {
        if (threads > 1) {
            // Smaller work is of one shard, or of one sequence.
            return workload.batch() >= 32 * threads;
        }
        return engine.equals("native") || workload.flops() < REFERENCE_LIMIT;
    }

    @Override
    public Subject open(Workload workload) {
        Given given = Given.of(workload);
        return switch (workload.task()) {
            case SUNSPOTS_FIT -> new FitSubject(trainer(workload).epochs(FitSubject.EPOCHS).build(), given);
            case TRAINING_STEP -> new StepSubject(trainer(workload).epochs(Philox.MAX_EPOCH).build().start(
                    model(given), given.samples()));
            case PREDICTION -> new PredictSubject(model(given), given.inputs(), threads);
            case STREAM_STEP -> new StreamSubject(model(given).stream(), given);
        };
    }

    /** A trainer's settings, but for the number of epochs. */
    Trainer.Builder trainer(Workload workload) {
        return Trainer.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .optimizer(Adam.keras())
                .batchSize(workload.batch())
                .seed(Given.SEED)
                .precision(precision)
                .engine(engine)
                .threads(threads);
    }

    Model model(Given given) {
        Workload workload = given.workload();
        Model model = Model.of(workload.architecture(), precision, given.weights()).withEngine(engine);
        // Without a schema an array of inputs is one sequence.
        Schema named = given.samples().schema();
        return workload.task() != Workload.Task.PREDICTION ? model : model.withSchema(new Schema(
                named.features(), List.of("output 1"), workload.timeSteps(), 1, null));
    }
}

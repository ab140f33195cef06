package dev.elman.cli.demo;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Schedule;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.training.Callback;
import dev.elman.training.Initialization;
import dev.elman.training.Progress;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import java.util.Arrays;

/** The two ways to train the NumPy article's network: 100 sigmoid units and a linear output, all without biases. */
public enum SineRecipe {

    /** The article's own setting, to the letter, with the right gradients. */
    ARTICLE("article", Precision.DOUBLE, SineData.oneHotInTime()) {
        @Override
        Trainer.Builder settings(Trainer.Builder builder) {
            return builder
                    .initialization(Initialization.uniform(0, 1))
                    .optimizer(Sgd.keras().withLearningRate(1e-4))
                    .shuffle(false);
        }

        /** The article's inputs are no windows over a series, so its forecast is fed back here. */
        @Override
        double[] forecast(Model model) {
            double[] values = data().series().column(data().series().names().get(0));
            double[] window = Arrays.copyOfRange(values, values.length - SineData.LOOK_BACK, values.length);
            double[] forecast = new double[SineData.STEPS];
            for (int step = 0; step < forecast.length; step++) {
                double[] input = Arrays.stream(SineData.spread(window)).flatMapToDouble(Arrays::stream).toArray();
                forecast[step] = model.predict(input)[0];
                System.arraycopy(window, 1, window, 0, window.length - 1);
                window[window.length - 1] = forecast[step];
            }
            return forecast;
        }
    },

    /** The same network, truncation, clipping and epochs; one feature per step, sound weights, Adam, shuffled. */
    REPAIRED("repaired", Precision.FLOAT, SineData.plain()) {
        @Override
        Trainer.Builder settings(Trainer.Builder builder) {
            return builder
                    .initialization(Initialization.keras())
                    .optimizer(Adam.keras())
                    .schedule(Schedule.cosineDecay())
                    .shuffle(true);
        }

        @Override
        double[] forecast(Model model) {
            return model.forecast(data().series(), SineData.STEPS);
        }
    };

    /** Epochs of both. */
    public static final int EPOCHS = 25;

    private final String id;
    private final Precision precision;
    private final SineData data;

    SineRecipe(String id, Precision precision, SineData data) {
        this.id = id;
        this.precision = precision;
        this.data = data;
    }

    abstract Trainer.Builder settings(Trainer.Builder builder);

    abstract double[] forecast(Model model);

    /** The name by which it is asked for. */
    public String id() {
        return id;
    }

    /** The precision it is computed in where none is asked for. */
    public Precision precision() {
        return precision;
    }

    /** Its data. */
    public SineData data() {
        return data;
    }

    /** The network over the recipe's inputs. */
    public Architecture network() {
        return Architecture.inputs(data.train().features())
                .then(new SimpleRnn(100, Activation.SIGMOID).withBias(false))
                .then(new Dense(1, Activation.LINEAR).withBias(false));
    }

    /** Trains from one seed and scores the result. */
    public SineRun run(long seed, String engine, Precision precision) {
        double[] trainLosses = new double[EPOCHS];
        double[] validationLosses = new double[EPOCHS];
        Callback losses = new Callback() {
            @Override
            public void onEpochStart(Progress progress) {
                Model model = progress.model();
                trainLosses[progress.epoch() - 1] = halfSquaredError(model, data.train());
                validationLosses[progress.epoch() - 1] = halfSquaredError(model, data.validation());
            }
        };
        Training training = settings(Trainer.builder())
                .loss(Loss.HALF_SQUARED_ERROR)
                .clipping(Clipping.byValue(10))
                .truncation(Truncation.of(5))
                .epochs(EPOCHS)
                .batchSize(1)
                .seed(seed)
                .precision(precision)
                .engine(engine)
                .threads(1)
                .callback(losses)
                .build()
                .train(network(), data.train());
        Model model = training.model();
        double[] forecast = forecast(model);
        double squares = 0;
        for (int step = 0; step < forecast.length; step++) {
            squares += Math.pow(forecast[step] - data.next()[step], 2);
        }
        return new SineRun(
                seed,
                model,
                trainLosses,
                validationLosses,
                Math.sqrt(2 * halfSquaredError(model, data.validation()) / data.validation().count()),
                predicted(model, data.validation()),
                forecast,
                Math.sqrt(squares / forecast.length),
                training.fitNanos() * 1e-6);
    }

    private static double halfSquaredError(Model model, Dataset windows) {
        double[] predicted = predicted(model, windows);
        double sum = 0;
        for (int window = 0; window < predicted.length; window++) {
            double error = predicted[window] - windows.target(window)[0];
            sum += error * error / 2;
        }
        return sum;
    }

    private static double[] predicted(Model model, Dataset windows) {
        return Arrays.stream(model.predict(windows)).mapToDouble(row -> row[0]).toArray();
    }
}

package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.data.TimeSeries;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Form;
import dev.elman.optim.Schedule;
import java.util.Random;
import java.util.stream.IntStream;

/** Small data sets, architectures and trainers of these tests. */
final class Examples {

    static final Architecture NET = Architecture.inputs(1).simpleRnn(4, Activation.TANH).dense(1, Activation.LINEAR);

    private Examples() {}

    /** The next value of a sine, from windows of {@code timeSteps}. */
    static Dataset sine(int samples, int timeSteps) {
        return sine(samples, timeSteps, 0);
    }

    static Dataset sine(int samples, int timeSteps, int from) {
        double[][][] inputs = new double[samples][timeSteps][1];
        double[][] targets = new double[samples][1];
        for (int i = 0; i < samples; i++) {
            for (int t = 0; t < timeSteps; t++) {
                inputs[i][t][0] = Math.sin((from + i + t) * 0.7);
            }
            targets[i][0] = Math.sin((from + i + timeSteps) * 0.7);
        }
        return Dataset.of(inputs, targets);
    }

    /** Samples whose targets have nothing to do with their inputs, so that validation soon gets worse. */
    static Dataset noise(int samples, int timeSteps, long seed) {
        Random random = new Random(seed);
        double[][][] inputs = new double[samples][timeSteps][1];
        double[][] targets = new double[samples][1];
        for (int i = 0; i < samples; i++) {
            for (int t = 0; t < timeSteps; t++) {
                inputs[i][t][0] = random.nextGaussian();
            }
            targets[i][0] = random.nextGaussian();
        }
        return Dataset.of(inputs, targets);
    }

    /** A series that a network has to remember something of. */
    static TimeSeries wave(int length) {
        return TimeSeries.of("wave", IntStream.range(0, length)
                .mapToDouble(i -> Math.sin(i * 0.7) + 0.5 * Math.sin(i * 0.11)).toArray());
    }

    static Trainer.Builder reference() {
        return Trainer.builder().engine("reference").seed(7).epochs(3).batchSize(8);
    }

    /** Everything that carries state from step to step. */
    static Trainer.Builder stateful() {
        return reference().epochs(5).optimizer(new Adam(0.02, 0.9, 0.999, 1e-7, Form.KERAS))
                .schedule(Schedule.cosineDecay()).earlyStopping(EarlyStopping.patience(4));
    }
}

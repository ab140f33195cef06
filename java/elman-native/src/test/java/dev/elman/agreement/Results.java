package dev.elman.agreement;

import dev.elman.cases.Case;
import dev.elman.cases.Point;
import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Arrays;

/**
 * What an engine finds at a point.
 *
 * @param outputs of all samples of the data set
 * @param predicted the same outputs of inputs given as an array
 * @param trace what every layer gives for the first sample
 * @param lossSum the sum of pointwise losses of all samples
 * @param loss the loss of the mini-batch
 * @param gradient of the mini-batch
 * @param updated the weights after one training step
 */
record Results(
        double[] outputs,
        double[] predicted,
        double[][] trace,
        double lossSum,
        double loss,
        double[] gradient,
        double[] updated) {

    static Results of(Engine engine, Precision precision, Point point) {
        return of(engine, precision, point, point.parameters());
    }

    /** What can be found without going backward. */
    record Forward(double[] outputs, double lossSum, double loss) {

        static Forward of(Engine engine, Precision precision, Point point, double[] weights) {
            Case one = point.one();
            Architecture architecture = one.architecture();
            Samples samples = point.samples();
            int outputSize = architecture.outputSteps(samples.timeSteps()) * architecture.outputs();
            double[] outputs = new double[samples.count() * outputSize];
            try (Data data = engine.openData(samples, precision);
                    Network network = engine.openNetwork(architecture, precision, one.objective())) {
                network.write(Network.Part.PARAMETERS, weights);
                double lossSum = network.evaluate(data, 0, samples.count(), 0, outputs, 0);
                double loss = 0;
                for (int sample : one.order()) {
                    loss += network.evaluate(data, sample, sample + 1, 1, null, 0);
                }
                return new Forward(
                        outputs, lossSum, one.loss().averaged() ? loss / ((double) one.batch() * outputSize) : loss);
            }
        }
    }

    /** All results, with other weights. */
    static Results of(Engine engine, Precision precision, Point point, double[] weights) {
        Case one = point.one();
        Samples samples = point.samples();
        Architecture architecture = one.architecture();
        int outputSize = architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        double[] outputs = new double[samples.count() * outputSize];
        double[] predicted = new double[samples.count() * outputSize];
        double[] gradient = new double[architecture.parameterCount()];
        double[] updated = new double[architecture.parameterCount()];
        int inputSize = one.timeSteps() * one.features();
        double[] inputs = new double[samples.count() * inputSize];
        for (int i = 0; i < samples.count(); i++) {
            System.arraycopy(samples.values(), samples.inputOffsets()[i], inputs, i * inputSize, inputSize);
        }
        try (Data data = engine.openData(samples, precision);
                Network network = engine.openNetwork(architecture, precision, one.objective())) {
            network.write(Network.Part.PARAMETERS, weights);
            double lossSum = network.evaluate(data, 0, samples.count(), 0, outputs, 0);
            network.predict(inputs, samples.count(), one.timeSteps(), predicted);
            double[][] trace = network.trace(new Batch(Arrays.copyOf(inputs, inputSize), 1, one.timeSteps()));
            double loss = network.gradient(data, one.order(), 0, one.batch(), one.lossSteps(), 0, 1);
            network.read(Network.Part.GRADIENT, gradient);
            if (!network.update(1, 1, one.learningRate())) {
                throw new AssertionError("diverged: " + one);
            }
            network.read(Network.Part.PARAMETERS, updated);
            return new Results(outputs, predicted, trace, lossSum, loss, gradient, updated);
        }
    }
}

package dev.elman.agreement;

import dev.elman.cases.Case;
import dev.elman.cases.Point;
import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;

/**
 * What an engine finds at a point.
 *
 * @param outputs of all samples of the data set
 * @param predicted the same outputs of samples given as arrays
 * @param states in which those samples end
 * @param trace what every layer gives for the first sample
 * @param lossSum the sum of pointwise losses of all samples
 * @param loss the loss of the mini-batch
 * @param gradient of the mini-batch
 * @param updated the weights after one training step
 * @param average the average of the weights then; empty where none is kept
 */
record Results(
        double[] outputs,
        double[] predicted,
        double[] states,
        double[][] trace,
        double lossSum,
        double loss,
        double[] gradient,
        double[] updated,
        double[] average) {

    static Results of(Engine engine, Precision precision, Point point) {
        return of(engine, precision, point, point.parameters());
    }

    /** What can be found without going backward, and without dropout. */
    record Forward(double[] outputs, double lossSum, double loss) {

        static Forward of(Engine engine, Precision precision, Point point, double[] weights) {
            Case one = point.one();
            Samples samples = point.samples();
            try (Data data = engine.openData(samples, precision);
                    Network network = engine.openNetwork(point.architecture(), precision, one.objective())) {
                network.write(Network.Part.PARAMETERS, weights);
                double[] outputs = new double[outputCount(point)];
                double lossSum = network.evaluate(data, 0, samples.count(), 0, outputs, 0);
                double loss = 0;
                for (int sample : one.order()) {
                    loss += network.evaluate(data, sample, sample + 1, 1, null, 0);
                }
                double terms = (double) point.lossSteps() * one.loss().terms(point.architecture().outputs());
                return new Forward(outputs, lossSum, one.loss().averaged() ? loss / terms : loss);
            }
        }
    }

    private static int outputCount(Point point) {
        Architecture architecture = point.architecture();
        return point.samples().count() * architecture.outputSteps(point.one().timeSteps()) * architecture.outputs();
    }

    /** All results, with other weights. */
    static Results of(Engine engine, Precision precision, Point point, double[] weights) {
        Case one = point.one();
        Samples samples = point.samples();
        Architecture architecture = point.architecture();
        double[] outputs = new double[outputCount(point)];
        double[] predicted = new double[outputs.length];
        double[] states = new double[samples.count() * architecture.stateSize()];
        double[] gradient = new double[architecture.parameterCount()];
        double[] updated = new double[architecture.parameterCount()];
        double[] average = new double[one.objective().averageDecay() > 0 ? updated.length : 0];
        try (Data data = engine.openData(samples, precision);
                Network network = engine.openNetwork(architecture, precision, one.objective())) {
            network.write(Network.Part.PARAMETERS, weights);
            double lossSum = network.evaluate(data, 0, samples.count(), 0, outputs, 0);
            network.predict(point.batch(0, samples.count()), predicted, states);
            double[][] trace = network.trace(point.batch(0, 1));
            double loss = network.gradient(data, one.order(), 0, one.batch(), point.lossSteps(), 0, 1);
            network.read(Network.Part.GRADIENT, gradient);
            if (!network.update(1, 1, one.learningRate())) {
                throw new AssertionError("diverged: " + one);
            }
            network.read(Network.Part.PARAMETERS, updated);
            if (average.length > 0) {
                network.read(Network.Part.AVERAGE, average);
            }
            return new Results(outputs, predicted, states, trace, lossSum, loss, gradient, updated, average);
        }
    }
}

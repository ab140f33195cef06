package dev.elman.golden;

import dev.elman.cases.Tolerances;
import dev.elman.data.Samples;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.optim.Clipping;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.Arrays;

/** Compares an engine with every golden file: what other systems computed from the same weights and data. */
public final class GoldenChecks {

    private final Engine engine;
    private final Precision precision;
    private final Worst outputs = new Worst("outputs, states, losses", Tolerances.GOLDEN_OUTPUTS);
    private final Worst gradients = new Worst("gradients", Tolerances.GOLDEN_GRADIENTS);
    private final Worst weights = new Worst("weights after training", Tolerances.GOLDEN_WEIGHTS);
    private int cases;
    private int trainings;

    private GoldenChecks(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision;
    }

    /** Checks all cases and prints the worst errors. */
    public static void check(Engine engine, Precision precision) {
        GoldenChecks checks = new GoldenChecks(engine, precision);
        for (String name : GoldenFile.NAMES) {
            for (GoldenCase one : GoldenFile.read(name)) {
                checks.check(one);
            }
        }
        System.out.println("engine '" + engine.name() + "' in " + precision + " beside other systems: " + checks.cases
                + " cases, " + checks.trainings + " trainings");
        checks.outputs.require();
        checks.gradients.require();
        checks.weights.require();
    }

    private void check(GoldenCase one) {
        cases++;
        predict(one);
        if (one.lesson() != null) {
            differentiate(one, one.lesson());
            for (GoldenCase.Training training : one.lesson().trainings()) {
                trainings++;
                train(one, training);
            }
        }
    }

    private void predict(GoldenCase one) {
        double[] found = new double[one.outputs().length];
        double[] states = new double[one.finalStates().length];
        try (Network network = engine.openNetwork(one.architecture(), precision, null)) {
            network.write(Network.Part.PARAMETERS, one.parameters());
            network.predict(one.sequences(), found, states);
        }
        outputs.note(found, one.outputs(), one.name() + ", outputs");
        outputs.note(states, one.finalStates(), one.name() + ", states");
    }

    private void differentiate(GoldenCase one, GoldenCase.Lesson lesson) {
        Samples samples = lesson.samples();
        int[] order = order(samples, 1);
        try (Data data = engine.openData(samples, precision);
                Network network = openNetwork(one, Sgd.keras(), Clipping.none())) {
            double[] found = new double[one.outputs().length];
            network.evaluate(data, 0, samples.count(), 0, found, 0);
            outputs.note(found, one.outputs(), one.name() + ", outputs of data");
            long steps = samples.lossSteps(order, 0, order.length);
            double loss = network.gradient(data, order, 0, order.length, steps, 0, 1);
            outputs.note(new double[] {loss}, new double[] {lesson.value()}, one.name() + ", loss");
            double[] gradient = new double[lesson.gradient().length];
            network.read(Network.Part.GRADIENT, gradient);
            gradients.note(gradient, lesson.gradient(), one.name() + ", gradient");
        }
    }

    private void train(GoldenCase one, GoldenCase.Training training) {
        Samples samples = one.lesson().samples();
        int steps = training.steps();
        int[] order = order(samples, steps);
        double[] rates = new double[steps];
        Arrays.fill(rates, training.optimizer().learningRate());
        double[] found = new double[training.weights().length];
        try (Data data = engine.openData(samples, precision);
                Network network = openNetwork(one, training.optimizer(), training.clipping())) {
            int taken = network.train(data, order, 0, order.length, samples.count(), 1, rates, new double[steps]);
            if (taken != steps) {
                throw new AssertionError(one.name() + ", " + training.optimizer() + " diverged after " + taken);
            }
            network.read(Network.Part.PARAMETERS, found);
        }
        weights.note(found, training.weights(), one.name() + ", " + training.optimizer());
    }

    private Network openNetwork(GoldenCase one, Optimizer optimizer, Clipping clipping) {
        GoldenCase.Lesson lesson = one.lesson();
        Network network = engine.openNetwork(one.architecture(), precision, new Objective(
                lesson.loss(), optimizer, clipping, Truncation.full(), lesson.rules(), 0, 0));
        network.write(Network.Part.PARAMETERS, one.parameters());
        return network;
    }

    /** The whole batch so many times. */
    private static int[] order(Samples samples, int times) {
        int[] order = new int[times * samples.count()];
        Arrays.setAll(order, i -> i % samples.count());
        return order;
    }

    /** The largest of many errors, and where it was. */
    private static final class Worst {

        private final String what;
        private final double tolerance;
        private double error = -1;
        private String where = "nowhere";

        Worst(String what, double tolerance) {
            this.what = what;
            this.tolerance = tolerance;
        }

        /** Errors are relative to numbers above one, else absolute. */
        void note(double[] found, double[] expected, String where) {
            if (found.length != expected.length) {
                throw new AssertionError(where + ": " + found.length + " numbers, not " + expected.length);
            }
            for (int i = 0; i < found.length; i++) {
                double distance = Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
                // Not a number is worse than any.
                if (!(distance <= error) && !Double.isNaN(error)) {
                    error = distance;
                    this.where = where + ", element " + i;
                }
            }
        }

        void require() {
            System.out.printf("  %s: worst error %.3g (at most %.0e) at %s%n", what, error, tolerance, where);
            if (!(error >= 0 && error <= tolerance)) {
                throw new AssertionError(what + ": error " + error + " is above " + tolerance + " at " + where);
            }
        }
    }
}

package dev.elman.cases;

import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.Parameter;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * Compares an engine's gradients in {@code double} with central differences of {@link UntiedNetwork}: every element of
 * tensors up to 200 elements, of larger ones 64 elements and two random directions.
 */
public final class GradientCheck {

    private static final int SMALL_TENSOR = 200;
    private static final int ELEMENTS = 64;
    private static final int DIRECTIONS = 2;
    private static final double STEP = 1e-5;
    private static final double MAX_OPERATIONS = 3e8;
    /** So many points are tried where a case's are too curved, or too near to a kink of what a step can move. */
    private static final int MAX_REDRAWS = 20;
    /** Of so many numbers about one is expected to lie within {@link Tolerances#KINK} of its kink. */
    private static final long MAX_KINKS = 12_000;

    private final Engine engine;
    private int cases;
    private int redrawn;
    private long differences;
    private double worst;
    private Object worstAt = "";

    /** Checks of an engine. */
    public GradientCheck(Engine engine) {
        this.engine = engine;
    }

    /**
     * The cases of a table that can be checked in a fraction of a second each, and for which points away from all
     * kinks can be found; the values of those left out occur in others.
     */
    public static List<Case> affordable(List<Case> table) {
        return table.stream()
                .filter(one -> operations(one) <= MAX_OPERATIONS && Point.kinks(one) <= MAX_KINKS)
                .toList();
    }

    /** Multiplications and additions that {@link #check} takes, about. */
    private static double operations(Case one) {
        int steps = one.timeSteps();
        int k = Math.min(steps, one.objective().truncation().length());
        double passes = k == steps ? steps : steps + (one.allSteps() ? (double) steps * k : k);
        double evaluations = 0;
        for (Parameter parameter : one.architecture().parameters()) {
            evaluations += 2 * (parameter.size() <= SMALL_TENSOR ? parameter.size() : ELEMENTS + DIRECTIONS);
        }
        return evaluations * passes * one.batch() * 2 * one.architecture().parameterCount();
    }

    /** Checks the loss and every tensor's gradient of a case. */
    public void check(Case one) {
        cases++;
        Point point = Point.differentiable(one, 0);
        for (int redraws = 0; !check(point); redraws++) {
            if (redraws == MAX_REDRAWS) {
                throw new AssertionError("no point at which central differences agree among themselves: " + one);
            }
            point = Point.differentiable(one, point.draw() + 1);
        }
        redrawn += point.draw();
    }

    /** Whether every tensor could be compared. */
    private boolean check(Point point) {
        Case one = point.one();
        double[] weights = point.parameters();
        double[] gradient = new double[weights.length];
        UntiedNetwork untied = new UntiedNetwork(point);
        try (Data data = engine.openData(point.samples(), Precision.DOUBLE);
                Network network = engine.openNetwork(point.architecture(), Precision.DOUBLE, one.objective())) {
            network.write(Network.Part.PARAMETERS, weights);
            double loss = network.gradient(data, one.order(), 0, one.batch(), point.lossSteps(), 0, 1);
            network.read(Network.Part.GRADIENT, gradient);
            require(Tolerances.error(loss, untied.loss(weights)), Tolerances.DOUBLE, one + " loss");
        }
        Architecture architecture = point.architecture();
        Objective objective = one.objective();
        List<Parameter> parameters = architecture.parameters();
        boolean all = true;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (objective.layer(parameter.layer()).trainable()) {
                RandomStream stream = RandomStream.of(one.seed(), Purpose.DATA, 0, 1, i);
                all &= check(point, parameter, stream, untied, weights, gradient);
            } else {
                requireZeros(one, parameter, gradient);
            }
        }
        return all;
    }

    /** Whether a tensor could be compared: differences of several steps agree, so that the point says something. */
    private boolean check(
            Point point,
            Parameter parameter,
            RandomStream stream,
            UntiedNetwork untied,
            double[] weights,
            double[] gradient) {
        int size = parameter.size();
        boolean small = size <= SMALL_TENSOR;
        int elements = small ? size : ELEMENTS;
        double[][] directions = new double[small ? elements : elements + DIRECTIONS][weights.length];
        double[] found = new double[directions.length];
        for (int i = 0; i < directions.length; i++) {
            double[] direction = directions[i];
            if (i < elements) {
                direction[parameter.offset() + (small ? i : stream.nextInt(size))] = 1;
            } else {
                // Of length one, as a single element's direction is.
                for (int j = parameter.offset(); j < parameter.offset() + size; j++) {
                    direction[j] = (stream.nextInt() < 0 ? 1 : -1) / Math.sqrt(size);
                }
            }
            for (int j = parameter.offset(); j < parameter.offset() + size; j++) {
                found[i] += direction[j] * gradient[j];
            }
            withoutPadding(point, parameter, direction);
        }
        double[] expected = slopes(untied, weights, directions, STEP);
        String what = point.one() + " " + parameter.name();
        if (!(Tolerances.error(found, expected) <= Tolerances.CENTRAL_DIFFERENCES)) {
            double[] wide = slopes(untied, weights, directions, 2 * STEP);
            double[] narrow = slopes(untied, weights, directions, STEP / 2);
            double[] other = extrapolated(expected, wide);
            expected = extrapolated(narrow, expected);
            if (!(Tolerances.error(expected, other) <= 0.5 * Tolerances.CENTRAL_DIFFERENCES)) {
                return false;
            }
        }
        require(Tolerances.error(found, expected), Tolerances.CENTRAL_DIFFERENCES, what);
        return true;
    }

    /** From differences of a step and of twice the step one without the square of the step in its error. */
    private static double[] extrapolated(double[] narrow, double[] wide) {
        double[] slopes = new double[narrow.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (4 * narrow[i] - wide[i]) / 3;
        }
        return slopes;
    }

    private static void requireZeros(Case one, Parameter parameter, double[] gradient) {
        for (int j = parameter.offset(); j < parameter.offset() + parameter.size(); j++) {
            if (gradient[j] != 0) {
                throw new AssertionError("a frozen layer has a gradient: " + one + " " + parameter.name());
            }
        }
    }

    /** The vector of a padding token is not learnt, whatever the loss makes of it: nothing goes in its direction. */
    private static void withoutPadding(Point point, Parameter parameter, double[] direction) {
        if (point.architecture().layers().get(parameter.layer()) instanceof Embedding embedding
                && embedding.paddingIndex() >= 0) {
            int row = parameter.offset() + embedding.paddingIndex() * embedding.units();
            Arrays.fill(direction, row, row + embedding.units(), 0);
        }
    }

    private double[] slopes(UntiedNetwork untied, double[] weights, double[][] directions, double step) {
        double[] slopes = new double[directions.length];
        for (int i = 0; i < slopes.length; i++) {
            differences++;
            slopes[i] = untied.difference(
                    weights, moved(weights, directions[i], step), moved(weights, directions[i], -step)) / (2 * step);
        }
        return slopes;
    }

    private static double[] moved(double[] weights, double[] direction, double step) {
        double[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += step * direction[i];
        }
        return moved;
    }

    private void require(double error, double tolerance, String what) {
        if (tolerance == Tolerances.CENTRAL_DIFFERENCES && !(error <= worst)) {
            worst = error;
            worstAt = what;
        }
        if (!(error <= tolerance)) {
            throw new AssertionError("error " + error + " is above " + tolerance + ": " + what);
        }
    }

    /** The number of cases checked. */
    public int cases() {
        return cases;
    }

    /** What was checked and how well it went, on one line. */
    public String summary() {
        return "gradients of the engine '" + engine.name() + "': " + cases + " cases, " + differences
                + " central differences, worst error " + worst + " (at most " + Tolerances.CENTRAL_DIFFERENCES + "), "
                + redrawn + " points redrawn near kinks; worst at " + worstAt;
    }
}

package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Point;
import dev.elman.cases.Tolerances;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A hundred training steps on the smaller cases of the table, native beside the reference. */
class LossCurveTest {

    private static final int STEPS = 100;

    @Test
    void lossCurvesAgreeOverAHundredSteps() {
        List<Case> cases = Cases.table().stream()
                .filter(one -> one.units() <= 17 && one.timeSteps() <= 13)
                .toList();
        assertTrue(cases.size() >= 40);
        covers(cases, Case::optimizer, 10);
        covers(cases, Case::loss, 5);
        covers(cases, Case::clipping, 5);
        Worst doubles = new Worst();
        Worst floats = new Worst();
        cases.parallelStream().forEach(one -> {
            Point point = new Point(one, 0);
            double[] reference = curve(Engines.get("reference"), Precision.DOUBLE, point);
            compare(curve(Engines.get("native"), Precision.DOUBLE, point), reference, doubles, one);
            compare(curve(Engines.get("native"), Precision.FLOAT, point), reference, floats, one);
        });
        System.out.println("loss curves of " + STEPS + " steps on " + cases.size() + " cases");
        doubles.require("double: loss curves", Tolerances.DOUBLE_LOSS_CURVE);
        floats.require("float: loss curves", Tolerances.FLOAT_LOSS_CURVE);
    }

    private static void covers(List<Case> cases, Function<Case, Object> axis, int values) {
        Set<Object> found = new HashSet<>(cases.stream().map(axis).toList());
        assertEquals(values, found.size(), () -> "only " + found);
    }

    private static double[] curve(Engine engine, Precision precision, Point point) {
        Case one = point.one();
        int[] order = new int[STEPS * one.batch()];
        for (int step = 0; step < STEPS; step++) {
            System.arraycopy(one.order(), 0, order, step * one.batch(), one.batch());
        }
        double[] rates = new double[STEPS];
        Arrays.fill(rates, one.learningRate());
        double[] losses = new double[STEPS];
        try (Data data = engine.openData(point.samples(), precision);
                Network network = engine.openNetwork(one.architecture(), precision, one.objective())) {
            network.write(Network.Part.PARAMETERS, point.parameters());
            int taken = network.train(data, order, 0, order.length, one.batch(), 1, rates, losses);
            assertEquals(STEPS, taken, () -> "diverged: " + one);
        }
        return losses;
    }

    private static void compare(double[] found, double[] expected, Worst worst, Case one) {
        for (int step = 0; step < STEPS; step++) {
            worst.note(Tolerances.error(found[step], expected[step]), one + " step " + step);
        }
    }
}

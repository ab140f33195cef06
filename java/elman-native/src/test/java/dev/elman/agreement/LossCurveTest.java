package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Point;
import dev.elman.cases.Tolerances;
import dev.elman.cases.Worst;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A hundred training steps on the smaller cases of the table, native beside the reference. */
class LossCurveTest {

    private static final Engine NATIVE = Engines.get("native");
    private static final Engine REFERENCE = Engines.get("reference");
    private static final int MAX_DRAWS = 20;
    /** Of so many numbers in a hundred steps about one is expected near its kink. */
    private static final int MAX_KINKS = 200;

    private final AtomicInteger redrawn = new AtomicInteger();

    @Test
    void lossCurvesAgreeOverAHundredSteps() {
        List<Case> cases = Cases.table().stream()
                .filter(one -> one.units() <= 17 && one.timeSteps() <= 13 && Point.kinks(one) <= MAX_KINKS)
                .toList();
        Queue<Case> compared = new ConcurrentLinkedQueue<>();
        Worst doubles = new Worst();
        Worst floats = new Worst();
        cases.parallelStream().forEach(one -> {
            Point point = comparable(one);
            if (point != null) {
                compared.add(one);
                double[] expected = LossCurve.of(REFERENCE, Precision.DOUBLE, point);
                compare(LossCurve.of(NATIVE, Precision.DOUBLE, point), expected, doubles, one);
                compare(LossCurve.of(NATIVE, Precision.FLOAT, point), expected, floats, one);
            }
        });
        int left = cases.size() - compared.size();
        System.out.println("loss curves of " + LossCurve.STEPS + " steps on " + compared.size() + " cases; " + redrawn
                + " points redrawn, " + left + " cases without a comparable point left out");
        doubles.require("double: loss curves", Tolerances.DOUBLE_LOSS_CURVE);
        floats.require("float: loss curves", Tolerances.FLOAT_LOSS_CURVE);
        assertTrue(compared.size() >= 40);
        covers(compared, Case::optimizer, 14);
        covers(compared, Case::loss, 10);
        covers(compared, Case::clipping, 5);
    }

    private Point comparable(Case one) {
        for (int draw = 0; draw < MAX_DRAWS; draw++) {
            Point point = new Point(one, draw);
            if (LossCurve.isComparable(REFERENCE, point)) {
                return point;
            }
            redrawn.incrementAndGet();
        }
        return null;
    }

    private static void covers(Queue<Case> cases, Function<Case, Object> axis, int values) {
        Set<Object> found = new HashSet<>(cases.stream().map(axis).toList());
        assertEquals(values, found.size(), () -> "only " + found);
    }

    private static void compare(double[] found, double[] expected, Worst worst, Case one) {
        assertEquals(expected.length, found.length, () -> "diverged: " + one);
        for (int step = 0; step < expected.length; step++) {
            worst.note(LossCurve.error(one, found, expected, step), one + " step " + step);
        }
    }
}

package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Point;
import dev.elman.cases.Progress;
import dev.elman.cases.Tolerances;
import dev.elman.cases.Worst;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.layers.Parameter;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every case of the table: outputs, losses and gradients of the native engine beside the reference's. */
class AgreementTest {

    private static final Engine NATIVE = Engines.get("native");
    private static final Engine REFERENCE = Engines.get("reference");
    private static final int FORWARD_DRAWS = 10;
    private static final int MAX_DRAWS = 2000;

    @Test
    void nativeEngineAgreesWithTheReferenceOnTheWholeTable() {
        List<Case> table = Cases.tested();
        assertTrue(table.size() >= 2000 / Cases.every());
        Progress progress = new Progress("agreement", table.size());
        AtomicInteger redrawn = new AtomicInteger();
        AtomicInteger illConditioned = new AtomicInteger();
        Worst doubles = new Worst();
        Worst floatOutputs = new Worst();
        Worst floatLosses = new Worst();
        Worst floatGradients = new Worst();
        Worst updates = new Worst();
        table.parallelStream().forEach(one -> {
            Point point = Point.forFloat(one, 0);
            Results reference = Results.of(REFERENCE, Precision.DOUBLE, point);
            while (!isWellConditioned(point, reference)) {
                point = Point.forFloat(one, point.draw() + 1);
                reference = Results.of(REFERENCE, Precision.DOUBLE, point);
                illConditioned.incrementAndGet();
                assertTrue(point.draw() < MAX_DRAWS, () -> "no point that says anything: " + one);
            }
            redrawn.addAndGet(point.draw());
            Results inDouble = Results.of(NATIVE, Precision.DOUBLE, point);
            Results inFloat = Results.of(NATIVE, Precision.FLOAT, point);
            compare(one, inDouble, reference, doubles, doubles, doubles);
            compare(one, inFloat, reference, floatOutputs, floatLosses, floatGradients);
            for (Parameter parameter : one.architecture().parameters()) {
                int from = parameter.offset();
                int to = from + parameter.size();
                updates.note(
                        Tolerances.error(inDouble.updated(), reference.updated(), from, to),
                        one + " after a step: " + parameter.name());
            }
            updates.note(Tolerances.error(inDouble.average(), reference.average()), one + " average");
            progress.step();
        });
        System.out.println("agreement on " + table.size() + " cases, " + redrawn + " points redrawn near kinks or ("
                + illConditioned + ") ill-conditioned");
        doubles.require("double: outputs, losses, gradients", Tolerances.DOUBLE);
        floatOutputs.require("float: outputs", Tolerances.FLOAT_OUTPUTS);
        floatLosses.require("float: losses", Tolerances.FLOAT_LOSS);
        floatGradients.require("float: gradients", Tolerances.FLOAT_GRADIENTS);
        updates.require("double: weights after one step", Tolerances.DOUBLE_STEP);
    }

    /**
     * Whether noise in the weights, as small as rounding errors in float, leaves results within a half of their
     * tolerances; the other half is for what rounding does at every time step.
     */
    private static boolean isWellConditioned(Point point, Results reference) {
        RandomStream stream = RandomStream.of(point.one().seed(), Purpose.DATA, point.draw(), 2, 0);
        Worst outputs = new Worst();
        Worst losses = new Worst();
        Worst gradients = new Worst();
        compare(point.one(), Results.of(REFERENCE, Precision.DOUBLE, point, noisy(point, stream)), reference,
                outputs, losses, gradients);
        // Forward alone is cheap, and of few numbers, so that one draw of noise can happen to cancel.
        Results.Forward quiet = Results.Forward.of(REFERENCE, Precision.DOUBLE, point, point.parameters());
        for (int i = 0; i < FORWARD_DRAWS; i++) {
            Results.Forward noisy = Results.Forward.of(REFERENCE, Precision.DOUBLE, point, noisy(point, stream));
            int firstSample = reference.outputs().length / point.samples().count();
            outputs.note(Tolerances.error(noisy.outputs(), reference.outputs()), point);
            outputs.note(Tolerances.error(noisy.outputs(), reference.outputs(), 0, firstSample), point);
            losses.note(Tolerances.error(noisy.lossSum(), reference.lossSum()), point);
            losses.note(Tolerances.error(noisy.loss(), quiet.loss()), point);
        }
        return outputs.isWithin(0.5 * Tolerances.FLOAT_OUTPUTS)
                && losses.isWithin(0.5 * Tolerances.FLOAT_LOSS)
                && gradients.isWithin(0.5 * Tolerances.FLOAT_GRADIENTS);
    }

    private static double[] noisy(Point point, RandomStream stream) {
        double[] weights = point.parameters();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 1 + stream.nextDouble(-Tolerances.FLOAT_NOISE, Tolerances.FLOAT_NOISE);
        }
        return weights;
    }

    private static void compare(
            Case one, Results found, Results expected, Worst outputs, Worst losses, Worst gradients) {
        outputs.note(Tolerances.error(found.outputs(), expected.outputs()), one + " outputs");
        outputs.note(Tolerances.error(found.predicted(), expected.predicted()), one + " predicted");
        outputs.note(Tolerances.error(found.states(), expected.states()), one + " final states");
        for (int i = 0; i < found.trace().length; i++) {
            outputs.note(Tolerances.error(found.trace()[i], expected.trace()[i]), one + " trace of layer " + i);
        }
        losses.note(Tolerances.error(found.loss(), expected.loss()), one + " loss");
        losses.note(Tolerances.error(found.lossSum(), expected.lossSum()), one + " sum of losses");
        for (Parameter parameter : one.architecture().parameters()) {
            int from = parameter.offset();
            double error =
                    Tolerances.error(found.gradient(), expected.gradient(), from, from + parameter.size());
            gradients.note(error, one + " " + parameter.name());
        }
    }
}

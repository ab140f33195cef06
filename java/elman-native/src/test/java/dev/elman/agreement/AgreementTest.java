package dev.elman.agreement;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Point;
import dev.elman.cases.Tolerances;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.layers.Parameter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every case of the table: outputs, losses and gradients of the native engine beside the reference's. */
class AgreementTest {

    private static final Engine NATIVE = Engines.get("native");
    private static final Engine REFERENCE = Engines.get("reference");

    @Test
    void nativeEngineAgreesWithTheReferenceOnTheWholeTable() {
        List<Case> table = Cases.table();
        assertTrue(table.size() >= 500);
        AtomicInteger redrawn = new AtomicInteger();
        Worst doubles = new Worst();
        Worst floatOutputs = new Worst();
        Worst floatLosses = new Worst();
        Worst floatGradients = new Worst();
        Worst updates = new Worst();
        table.parallelStream().forEach(one -> {
            Point point = Point.awayFromKinks(one, Tolerances.FLOAT_KINK);
            redrawn.addAndGet(point.draw());
            Results reference = Results.of(REFERENCE, Precision.DOUBLE, point);
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
        });
        System.out.println("agreement on " + table.size() + " cases, " + redrawn + " points redrawn near kinks");
        doubles.require("double: outputs, losses, gradients", Tolerances.DOUBLE);
        floatOutputs.require("float: outputs", Tolerances.FLOAT_OUTPUTS);
        floatLosses.require("float: losses", Tolerances.FLOAT_LOSS);
        floatGradients.require("float: gradients", Tolerances.FLOAT_GRADIENTS);
        updates.require("double: weights after one step", Tolerances.DOUBLE_STEP);
    }

    private static void compare(
            Case one, Results found, Results expected, Worst outputs, Worst losses, Worst gradients) {
        outputs.note(Tolerances.error(found.outputs(), expected.outputs()), one + " outputs");
        outputs.note(Tolerances.error(found.predicted(), expected.predicted()), one + " predicted");
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

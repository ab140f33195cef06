package dev.elman.agreement;

import dev.elman.cases.Case;
import dev.elman.cases.Cases;
import dev.elman.cases.Point;
import dev.elman.cases.Tolerances;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sequence predicted alone and in a batch gives the same outputs, within rounding. */
class RowAloneTest {

    @Test
    void aRowAloneIsPredictedAsInABatch() {
        List<Case> cases = Cases.table().stream().filter(one -> one.batch() > 1).toList();
        for (Precision precision : Precision.values()) {
            Worst worst = new Worst();
            for (Case one : cases) {
                check(Engines.get("native"), precision, one, worst);
            }
            worst.require("a row alone and in a batch, " + precision.id(), Tolerances.ROW_ALONE);
        }
    }

    private static void check(Engine engine, Precision precision, Case one, Worst worst) {
        Point point = new Point(one, 0);
        Architecture architecture = point.architecture();
        int outputSize = architecture.outputSteps(one.timeSteps()) * architecture.outputs();
        double[] together = new double[one.batch() * outputSize];
        double[] alone = new double[outputSize];
        try (Network network = engine.openNetwork(architecture, precision, null)) {
            network.write(Network.Part.PARAMETERS, one.parameters(0));
            network.predict(point.batch(0, one.batch()), together, null);
            for (int row = 0; row < one.batch(); row++) {
                network.predict(point.batch(row, row + 1), alone, null);
                double[] inBatch = Arrays.copyOfRange(together, row * outputSize, (row + 1) * outputSize);
                worst.note(Tolerances.error(alone, inBatch), one + " row " + row);
            }
        }
    }
}

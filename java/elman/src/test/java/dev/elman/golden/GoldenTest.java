package dev.elman.golden;

import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import org.junit.jupiter.api.Test;

/** The reference engine beside TensorFlow.js, PyTorch and ONNX Runtime. */
class GoldenTest {

    @Test
    void referenceFindsWhatOtherSystemsFound() {
        GoldenChecks.check(Engines.get("reference"), Precision.DOUBLE);
    }
}

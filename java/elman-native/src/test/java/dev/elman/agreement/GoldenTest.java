package dev.elman.agreement;

import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.golden.GoldenChecks;
import org.junit.jupiter.api.Test;

/** The native engine beside TensorFlow.js, PyTorch and ONNX Runtime, in both precisions. */
class GoldenTest {

    @Test
    void nativeEngineFindsInDoubleWhatOtherSystemsFound() {
        GoldenChecks.check(Engines.get("native"), Precision.DOUBLE);
    }

    @Test
    void nativeEngineFindsInFloatWhatOtherSystemsFound() {
        GoldenChecks.check(Engines.get("native"), Precision.FLOAT);
    }
}

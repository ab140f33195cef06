package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cases.WorkedExample;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import dev.elman.engine.Version;
import dev.elman.layers.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeEngineTest {

    private static final String RIGHT = "elman 0.1.0, avx2 kernels, OpenBLAS 0.3.31 NO_LAPACK DYNAMIC_ARCH Haswell";

    @Test
    void itIsFoundByItsName() {
        assertInstanceOf(NativeEngine.class, Engines.get("native"));
        assertInstanceOf(NativeEngine.class, Engines.get(Engines.DEFAULT));
        assertTrue(Engines.names().contains("native"));
    }

    @Test
    void itIsOfTheLibrarysVersion() {
        assertEquals(Version.NUMBER, Networks.ENGINE.version());
    }

    @Test
    void itSaysWhatComputes() {
        String description = Networks.ENGINE.description();
        assertTrue(description.startsWith("elman " + Version.NUMBER), description);
        assertTrue(description.contains("OpenBLAS 0.3.31 "), description);
        assertEquals(1, description.lines().count());
    }

    /** That they are NEON's on ARM64 is what tests on an emulated processor rely on. */
    @Test
    void itsKernelsAreOfThisProcessor() {
        String description = Networks.ENGINE.description();
        System.out.println(description);
        String forced = System.getenv("ELMAN_KERNELS");
        String expected = forced != null && !forced.isEmpty() ? forced
                : System.getProperty("os.arch").equals("aarch64") ? "neon" : "(baseline|avx2|avx512)";
        assertTrue(description.matches("elman [^,]+, kernels " + expected + ",.*"), description);
    }

    @Test
    void theRightLibraryIsTaken() {
        assertNull(NativeLibrary.mismatch(RIGHT, "0.1.0", "0.3.31"));
    }

    @Test
    void anotherVersionsLibraryIsRefused() {
        String message = NativeLibrary.mismatch(RIGHT, "0.2.0", "0.3.31");
        assertTrue(message.contains("elman-native 0.2.0"), message);
        assertTrue(message.contains("classifier"), message);
    }

    @Test
    void anotherOpenBlasIsRefused() {
        String message = NativeLibrary.mismatch(RIGHT.replace("0.3.31", "0.3.21"), "0.1.0", "0.3.31");
        assertTrue(message.contains("needs OpenBLAS 0.3.31"), message);
        assertTrue(message.contains("0.3.21"), message);
        assertTrue(message.contains("'reference'"), message);
    }

    @Test
    void anOpenBlasWith64BitIntegersIsRefused() {
        String description = RIGHT.replace("NO_LAPACK", "USE64BITINT");
        assertTrue(NativeLibrary.mismatch(description, "0.1.0", "0.3.31").contains("32-bit integers"));
    }

    @Test
    void anArchitectureWithoutLayersIsRefused() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> Networks.ENGINE.openNetwork(Architecture.inputs(1), Precision.FLOAT, null));
        assertTrue(refusal.getMessage().contains("at least one layer"), refusal.getMessage());
    }

    @Test
    void nullsAreRefusedByName() {
        Architecture architecture = Networks.architecture(1, 3, 1);
        assertEquals("architecture", assertThrows(NullPointerException.class,
                () -> Networks.ENGINE.openNetwork(null, Precision.FLOAT, null)).getMessage());
        assertEquals("precision", assertThrows(NullPointerException.class,
                () -> Networks.ENGINE.openNetwork(architecture, null, null)).getMessage());
        assertEquals("samples", assertThrows(NullPointerException.class,
                () -> Networks.ENGINE.openData(null, Precision.FLOAT)).getMessage());
        assertEquals("precision", assertThrows(NullPointerException.class,
                () -> Networks.ENGINE.openData(Networks.windows(1, 2, 1, 1, 1), null)).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void theTutorialsHandComputation(Precision precision) {
        WorkedExample.check(Networks.ENGINE, precision);
    }
}

package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.Parameter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InitializationTest {

    private static final Architecture NET =
            Architecture.inputs(6).simpleRnn(30, Activation.TANH).dense(10, Activation.LINEAR);

    private static final Architecture GATED =
            Architecture.inputs(6).lstm(10).gru(20).then(new Gru(20).withResetAfter(false));

    private static double[] part(double[] values, String name) {
        return part(NET, values, name);
    }

    private static double[] part(Architecture net, double[] values, String name) {
        for (Parameter parameter : net.parameters()) {
            if (parameter.name().equals(name)) {
                return Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.size());
            }
        }
        throw new AssertionError(name);
    }

    private static void assertFills(double[] values, double low, double high) {
        double min = Arrays.stream(values).min().orElseThrow();
        double max = Arrays.stream(values).max().orElseThrow();
        double width = high - low;
        assertTrue(min >= low && min < low + 0.2 * width, "smallest " + min + " of [" + low + ", " + high + ")");
        assertTrue(max <= high && max > high - 0.2 * width, "largest " + max + " of [" + low + ", " + high + ")");
    }

    @Test
    void kerasKernelsAreGlorotUniformAndBiasesZero() {
        double[] values = Initialization.keras().values(NET, 1, Precision.DOUBLE);
        assertFills(part(values, "0.simpleRnn.kernel"), -Math.sqrt(6.0 / 36), Math.sqrt(6.0 / 36));
        assertFills(part(values, "1.dense.kernel"), -Math.sqrt(6.0 / 40), Math.sqrt(6.0 / 40));
        assertArrayEquals(new double[30], part(values, "0.simpleRnn.bias"));
        assertArrayEquals(new double[10], part(values, "1.dense.bias"));
    }

    @Test
    void kerasRecurrentKernelsAreOrthogonal() {
        double[] kernel = part(Initialization.keras().values(NET, 1, Precision.DOUBLE), "0.simpleRnn.recurrentKernel");
        for (int a = 0; a < 30; a++) {
            for (int b = 0; b < 30; b++) {
                double dot = 0;
                for (int i = 0; i < 30; i++) {
                    dot += kernel[a * 30 + i] * kernel[b * 30 + i];
                }
                assertEquals(a == b ? 1 : 0, dot, 1e-12);
            }
        }
    }

    @Test
    void torchDrawsEverythingWithinOneOverTheRootAndTwoRecurrentBiases() {
        double[] values = Initialization.torch().values(NET, 1, Precision.DOUBLE);
        double limit = 1 / Math.sqrt(30);
        assertFills(part(values, "0.simpleRnn.kernel"), -limit, limit);
        assertFills(part(values, "0.simpleRnn.recurrentKernel"), -limit, limit);
        assertFills(part(values, "1.dense.kernel"), -limit, limit);
        assertFills(part(values, "1.dense.bias"), -limit, limit);
        double[] bias = part(values, "0.simpleRnn.bias");
        assertTrue(Arrays.stream(bias).anyMatch(value -> Math.abs(value) > limit), "the sum of two draws");
        assertTrue(Arrays.stream(bias).allMatch(value -> Math.abs(value) <= 2 * limit));
    }

    @Test
    void kerasFillsTheGatesOfARecurrentLayerTogetherAndOpensAnLstmsForgetGate() {
        double[] values = Initialization.keras().values(GATED, 1, Precision.DOUBLE);
        assertFills(part(GATED, values, "0.lstm.kernel"), -Math.sqrt(6.0 / (6 + 40)), Math.sqrt(6.0 / (6 + 40)));
        assertFills(part(GATED, values, "1.gru.kernel"), -Math.sqrt(6.0 / (10 + 60)), Math.sqrt(6.0 / (10 + 60)));
        double[] kernel = part(GATED, values, "1.gru.recurrentKernel");
        for (int a = 0; a < 20; a++) {
            for (int b = 0; b < 20; b++) {
                double dot = 0;
                for (int i = 0; i < 60; i++) {
                    dot += kernel[a * 60 + i] * kernel[b * 60 + i];
                }
                assertEquals(a == b ? 1 : 0, dot, 1e-12);
            }
        }
        double[] bias = new double[40];
        Arrays.fill(bias, 10, 20, 1);
        assertArrayEquals(bias, part(GATED, values, "0.lstm.bias"));
        assertArrayEquals(new double[60], part(GATED, values, "1.gru.bias"));
        assertArrayEquals(new double[60], part(GATED, values, "1.gru.recurrentBias"));
    }

    @Test
    void torchAddsTwoDrawsWhereALayerHasButOneBias() {
        double[] values = Initialization.torch().values(GATED, 1, Precision.DOUBLE);
        double lstm = 1 / Math.sqrt(10);
        double gru = 1 / Math.sqrt(20);
        assertFills(part(GATED, values, "0.lstm.kernel"), -lstm, lstm);
        assertFills(part(GATED, values, "0.lstm.recurrentKernel"), -lstm, lstm);
        assertTrue(exceeds(part(GATED, values, "0.lstm.bias"), lstm));
        assertFills(part(GATED, values, "1.gru.recurrentKernel"), -gru, gru);
        assertFills(part(GATED, values, "1.gru.bias"), -gru, gru);
        assertFills(part(GATED, values, "1.gru.recurrentBias"), -gru, gru);
        assertTrue(exceeds(part(GATED, values, "2.gru.bias"), gru));
        assertFalse(Arrays.equals(part(GATED, values, "1.gru.bias"), part(GATED, values, "1.gru.recurrentBias")));
    }

    private static boolean exceeds(double[] values, double limit) {
        return Arrays.stream(values).anyMatch(value -> Math.abs(value) > limit);
    }

    private static final Architecture TOKENS = Architecture.inputs(1).then(new Embedding(50, 40, 3))
            .bidirectional(new Lstm(10)).layerNormalization().dense(2, Activation.LINEAR);

    @Test
    void kerasDrawsTokensWithinATwentiethAndStartsNormalizationAsTheIdentity() {
        double[] values = Initialization.keras().values(TOKENS, 1, Precision.DOUBLE);
        double[] embedding = part(TOKENS, values, "0.embedding.embedding");
        assertFills(embedding, -0.05, 0.05);
        assertArrayEquals(new double[40], Arrays.copyOfRange(embedding, 3 * 40, 4 * 40), "padding");
        assertNormalizationIsTheIdentity(values);
        double[] bias = new double[40];
        Arrays.fill(bias, 10, 20, 1);
        for (String direction : new String[] {"forward", "backward"}) {
            assertArrayEquals(bias, part(TOKENS, values, "1.bidirectional." + direction + ".bias"));
            double limit = Math.sqrt(6.0 / (40 + 40));
            assertFills(part(TOKENS, values, "1.bidirectional." + direction + ".kernel"), -limit, limit);
        }
        assertTheTwoCellsDiffer(values);
    }

    @Test
    void torchDrawsTokensFromTheNormalDistribution() {
        double[] values = Initialization.torch().values(TOKENS, 1, Precision.DOUBLE);
        double[] embedding = part(TOKENS, values, "0.embedding.embedding");
        double mean = Arrays.stream(embedding).average().orElseThrow();
        double variance = Arrays.stream(embedding).map(value -> value * value).average().orElseThrow();
        // Of 1960 numbers the mean has a standard deviation of 0.023, the variance one of 0.032.
        assertEquals(0, mean, 0.1);
        assertEquals(0.98, variance, 0.13);
        assertArrayEquals(new double[40], Arrays.copyOfRange(embedding, 3 * 40, 4 * 40), "padding");
        assertNormalizationIsTheIdentity(values);
        double limit = 1 / Math.sqrt(10);
        for (String direction : new String[] {"forward", "backward"}) {
            assertFills(part(TOKENS, values, "1.bidirectional." + direction + ".kernel"), -limit, limit);
            assertTrue(exceeds(part(TOKENS, values, "1.bidirectional." + direction + ".bias"), limit), "two draws");
        }
        assertTheTwoCellsDiffer(values);
        assertFills(part(TOKENS, values, "3.dense.kernel"), -1 / Math.sqrt(20), 1 / Math.sqrt(20));
    }

    private static void assertNormalizationIsTheIdentity(double[] values) {
        double[] ones = new double[20];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, part(TOKENS, values, "2.layerNormalization.scale"));
        assertArrayEquals(new double[20], part(TOKENS, values, "2.layerNormalization.bias"));
    }

    private static void assertTheTwoCellsDiffer(double[] values) {
        for (String role : new String[] {"kernel", "recurrentKernel"}) {
            assertFalse(Arrays.equals(part(TOKENS, values, "1.bidirectional.forward." + role),
                    part(TOKENS, values, "1.bidirectional.backward." + role)));
        }
    }

    @Test
    void uniformFillsEveryParameterWithinItsLimits() {
        assertFills(Initialization.uniform(0, 1).values(NET, 1, Precision.DOUBLE), 0, 1);
        assertThrows(IllegalArgumentException.class, () -> Initialization.uniform(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Initialization.uniform(0, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Initialization.uniform(Double.NaN, 1));
    }

    @Test
    void oneSeedGivesOneStartAndFloatsAreTheRoundedDoubles() {
        double[] doubles = Initialization.keras().values(NET, 5, Precision.DOUBLE);
        double[] floats = Initialization.keras().values(NET, 5, Precision.FLOAT);
        assertArrayEquals(doubles, Initialization.keras().values(NET, 5, Precision.DOUBLE));
        assertFalse(Arrays.equals(doubles, Initialization.keras().values(NET, 6, Precision.DOUBLE)));
        for (int i = 0; i < floats.length; i++) {
            assertEquals((float) doubles[i], floats[i]);
        }
    }

    @Test
    void layersOfOneShapeHaveWeightsOfTheirOwn() {
        Architecture deep = Architecture.inputs(3).simpleRnn(3, Activation.TANH).simpleRnn(3, Activation.TANH);
        double[] values = Initialization.keras().values(deep, 5, Precision.DOUBLE);
        assertFalse(Arrays.equals(values, 0, 9, values, 21, 30));
    }
}

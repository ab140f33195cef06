package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RaggedDatasetTest {

    private static final double[][][] INPUTS = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}}, {{9, 10}, {11, 12}}};
    private static final double[][] TARGETS = {{.1}, {.2}, {.3}};
    private static final double[][][] STEP_TARGETS = {{{.1}, {.2}, {.3}}, {{.4}}, {{.5}, {.6}}};

    @Test
    void samplesMayDifferInTheirTimeSteps() {
        Dataset data = Dataset.ragged(INPUTS, TARGETS);
        assertEquals(3, data.timeSteps());
        assertArrayEquals(new int[] {3, 1, 2}, data.samples().lengths());
        assertEquals(1, data.length(1));
        assertArrayEquals(new double[] {9, 10, 11, 12}, data.input(2));
        assertArrayEquals(new double[] {.2}, data.target(1));
        assertEquals(1, data.targetSteps());
        // Twelve inputs and three targets: nothing is padded.
        assertEquals(15, data.samples().values().length);
        assertTrue(data.schema().hasAnyLength());
        assertEquals("2", data.label(1, 0));
        assertTrue(data.toString().contains("up to 3 time steps"), data.toString());
        assertFalse(Dataset.ragged(INPUTS, null).hasTargets());
    }

    @Test
    void targetsMayStandAtEveryStep() {
        Dataset data = Dataset.raggedSequences(INPUTS, STEP_TARGETS);
        assertEquals(3, data.targetSteps());
        assertArrayEquals(new double[] {.5, .6}, data.target(2));
        assertEquals("3", data.label(2, 1));
        Errors.refused(() -> Dataset.raggedSequences(INPUTS, new double[][][] {{{.1}, {.2}}, {{.4}}, {{.5}, {.6}}}),
                "targets[0] must have one step, or as many as inputs[0], 3, but has 2");
        Errors.refused(() -> Dataset.raggedSequences(INPUTS, new double[][][] {{{.1}}, {{.4}}, {{.5}}}),
                "each of the 3 time steps");
    }

    /** The engines then take the path of sequences of one length. */
    @Test
    void samplesOfOneLengthNeedNoLengths() {
        double[][][] inputs = {{{1}, {2}}, {{3}, {4}}};
        Dataset data = Dataset.ragged(inputs, null);
        assertEquals(0, data.samples().lengths().length);
        assertEquals(Dataset.of(inputs).fingerprint(), data.fingerprint());
        assertTrue(data.schema().hasAnyLength());
    }

    @Test
    void whatStandsBehindALengthIsNotLookedAt() {
        double nan = Double.NaN;
        double[][][] padded = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {nan, nan}, null}, {{9, 10}, {11, 12}, {nan, 0}}};
        int[] lengths = {3, 1, 2};
        assertEquals(Dataset.ragged(INPUTS, TARGETS).fingerprint(),
                Dataset.padded(padded, lengths, TARGETS).fingerprint());
        double[][][] targets = {{{.1}, {.2}, {.3}}, {{.4}, {nan}, {nan}}, {{.5}, {.6}, {nan}}};
        assertEquals(Dataset.raggedSequences(INPUTS, STEP_TARGETS).fingerprint(),
                Dataset.paddedSequences(padded, lengths, targets).fingerprint());
        Errors.refused(() -> Dataset.padded(padded, new int[] {3, 2, 2}, TARGETS), "inputs[1][1][0]", "NaN");
    }

    @Test
    void lengthsOfZeroOrBeyondTheTimeStepsAreRefused() {
        for (int bad : new int[] {0, -1, 4, Integer.MAX_VALUE}) {
            double[][][] padded = {{{1}, {2}, {3}}, {{4}, {5}, {6}}};
            String[] message = {"length of sample 1", "from 1 to 3", "was " + bad};
            Errors.refused(() -> Dataset.padded(padded, new int[] {3, bad}, null), message);
            Errors.refused(() -> Dataset.of(padded).withLengths(new int[] {3, bad}), message);
        }
        Errors.refused(() -> Dataset.padded(INPUTS, new int[] {1, 1}, null), "one length per sample", "2 for 3");
        Errors.refused(() -> Dataset.padded(INPUTS, null, null), "one length per sample");
        Errors.refused(() -> Dataset.padded(null, new int[1], null), "one length per sample");
    }

    @Test
    void lengthsCutPaddedSamples() {
        double[][][] padded = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {0, 0}, {0, 0}}, {{9, 10}, {11, 12}, {0, 0}}};
        int[] lengths = {3, 1, 2};
        Dataset data = Dataset.of(padded, TARGETS).withLengths(lengths);
        lengths[0] = 1;
        for (int sample = 0; sample < 3; sample++) {
            assertArrayEquals(Dataset.ragged(INPUTS, TARGETS).input(sample), data.input(sample));
        }
        assertTrue(data.schema().hasAnyLength());
        Errors.refused(() -> data.withLengths(new int[] {3, 2, 2}), "length of sample 1", "from 1 to 1", "was 2");
        Errors.refused(() -> data.withLengths(new int[2]), "as many lengths as samples, 3", "are 2");
        Errors.refused(() -> data.withLengths(null), "are null");
        Dataset windows = Windows.lookBack(2).over(TimeSeries.of(1, 2, 3, 4));
        Errors.refused(() -> windows.withLengths(new int[] {1, 2}), "lengths are for data sets of arrays");
    }

    @Test
    void aClassIsATarget() {
        Dataset data = Dataset.classes(INPUTS, new int[] {2, 0, 1});
        assertEquals(1, data.outputs());
        assertArrayEquals(new double[] {2}, data.target(0));
        assertEquals(List.of("class"), data.schema().targets());
        Errors.refused(() -> Dataset.classes(INPUTS, new int[] {2, -1, 1}), "classes[1] is -1");
        Errors.refused(() -> Dataset.classes(INPUTS, new int[2]), "3 inputs and 2 targets");
        Errors.refused(() -> Dataset.classes(INPUTS, null), "classes is null");
    }

    @Test
    void tokensAreInputsOfOneFeature() {
        int[][] tokens = {{3, 1, 4}, {1}};
        Dataset data = Dataset.tokens(tokens);
        assertEquals(1, data.features());
        assertArrayEquals(new double[] {3, 1, 4}, data.input(0));
        assertEquals(List.of("token"), data.schema().features());
        assertFalse(data.hasTargets());
        assertArrayEquals(new double[] {5}, Dataset.tokens(tokens, new int[] {0, 5}).target(1));
        assertArrayEquals(new double[] {.5, 2}, Dataset.tokens(tokens, new double[][] {{0, 1}, {.5, 2}}).target(1));
        Errors.refused(() -> Dataset.tokens(new int[][] {{0}, {}}), "tokens[1]", "is empty");
        Errors.refused(() -> Dataset.tokens(new int[][] {{0}, null}), "tokens[1]", "is null");
        Errors.refused(() -> Dataset.tokens(new int[][] {{0, -7}}), "tokens[0][1] is -7");
        Errors.refused(() -> Dataset.tokens(new int[0][]), "at least one sample");
        Errors.refused(() -> Dataset.tokens((int[][]) null), "is null");
    }

    @Test
    void tokensMayHaveAClassAtEveryStep() {
        Dataset data = Dataset.tokens(new int[][] {{3, 1, 4}, {1}}, new int[][] {{0, 2, 1}, {2}});
        assertEquals(3, data.targetSteps());
        assertEquals(1, data.outputs());
        assertArrayEquals(new double[] {0, 2, 1}, data.target(0));
        assertArrayEquals(new double[] {2}, data.target(1));
        assertEquals(List.of("class"), data.schema().targets());
        assertTrue(data.schema().hasAnyLength());
        int[][] tokens = {{3, 1}, {1}};
        Errors.refused(() -> Dataset.tokens(tokens, new int[][] {{0, -1}, {2}}), "classes[0][1] is -1");
        Errors.refused(() -> Dataset.tokens(tokens, new int[][] {{0, 1}, {2, 0}}), "targets[1]", "inputs[1], 1",
                "has 2");
        Errors.refused(() -> Dataset.tokens(tokens, new int[][] {{0}, {2}}), "each of the 2 time steps");
        Errors.refused(() -> Dataset.tokens(tokens, new int[][] {{0, 1}}), "2 inputs and 1 targets");
        Errors.refused(() -> Dataset.tokens(tokens, new int[][] {{0, 1}, {}}), "classes[1]", "is empty");
        Errors.refused(() -> Dataset.tokens(tokens, (int[][]) null), "classes", "is null");
    }

    @Test
    void slicesKeepLengthsAndNumbers() {
        Dataset slice = Dataset.ragged(INPUTS, TARGETS).slice(1, 3);
        assertEquals(1, slice.length(0));
        assertArrayEquals(new double[] {9, 10, 11, 12}, slice.input(1));
        assertEquals("2", slice.label(0, 0));
        assertEquals("3", slice.slice(1, 2).label(0, 0));
    }

    @Test
    void fingerprintsTellEveryPartApart() {
        double[][][] inputs = {{{1}, {1}}, {{1}, {1}}};
        Dataset plain = Dataset.sequences(inputs, inputs);
        Set<String> seen = new HashSet<>();
        List<Dataset> all = List.of(plain, plain.withLengths(new int[] {2, 1}), plain.withLengths(new int[] {1, 2}),
                plain.withWeights(new double[] {1, 1}), plain.withWeights(new double[] {1, 2}),
                plain.withStaticFeatures(new double[][] {{1, 1}, {1, 1}}),
                plain.withInitialStates(new double[][] {{1, 1}, {1, 1}}),
                plain.withInitialStates(new double[][] {{1}, {1}}));
        all.forEach(data -> seen.add(data.fingerprint()));
        assertEquals(all.size(), seen.size());
        double[] series = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertNotEquals(Chunks.of(2).lanes(2).over(TimeSeries.of(series)).fingerprint(),
                Chunks.of(2).lanes(4).over(TimeSeries.of(series)).fingerprint());
    }
}

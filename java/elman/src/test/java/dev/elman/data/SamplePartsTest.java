package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplePartsTest {

    private static final double[][][] INPUTS = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}};
    private static final double[][][] TARGETS = {{{.1}, {.2}, {.3}}, {{.4}, {.5}, {.6}}};

    private static boolean[] mask(String steps) {
        boolean[] mask = new boolean[steps.length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = steps.charAt(i) == 'x';
        }
        return mask;
    }

    @Test
    void maskedStepsAreTakenOut() {
        Dataset data = Dataset.sequences(INPUTS, TARGETS).withStepWeights(new double[][] {{1, 2, 3}, {4, 5, 6}})
                .withMask(new boolean[][] {mask("x.x"), mask(".xx")});
        assertArrayEquals(new double[] {1, 2, 5, 6}, data.input(0));
        assertArrayEquals(new double[] {.1, .3}, data.target(0));
        assertArrayEquals(new double[] {9, 10, 11, 12}, data.input(1));
        assertArrayEquals(new double[] {.5, .6}, data.target(1));
        assertEquals(3, data.samples().weight(0, 1));
        assertEquals(5, data.samples().weight(1, 0));
        assertEquals(2, data.length(1));
    }

    @Test
    void aTargetOfOneStepStaysWhateverIsMasked() {
        Dataset data = Dataset.of(INPUTS, new double[][] {{.1}, {.2}})
                .withMask(new boolean[][] {mask("..x"), mask("xx.")});
        assertArrayEquals(new double[] {5, 6}, data.input(0));
        assertArrayEquals(new double[] {.1}, data.target(0));
        assertArrayEquals(new double[] {7, 8, 9, 10}, data.input(1));
        assertArrayEquals(new double[] {.2}, data.target(1));
    }

    @Test
    void aMaskOfPaddingIsAMatterOfLengths() {
        Dataset data = Dataset.of(INPUTS);
        Dataset masked = data.withMask(new boolean[][] {mask("xx."), mask("xxx")});
        assertSame(data.samples().values(), masked.samples().values());
        assertEquals(data.withLengths(new int[] {2, 3}).fingerprint(), masked.fingerprint());
        // What is behind a length may be masked or not.
        assertEquals(2, masked.withMask(new boolean[][] {mask("xxx"), mask("xxx")}).length(0));
    }

    @Test
    void aSequenceThatIsMaskedWholeIsRefused() {
        Dataset data = Dataset.of(INPUTS);
        Errors.refused(() -> data.withMask(new boolean[][] {mask("xxx"), mask("...")}), "sample 1", "masked whole",
                "3 time steps");
        Errors.refused(() -> data.withLengths(new int[] {2, 3}).withMask(new boolean[][] {mask("..x"), mask("xxx")}),
                "sample 0", "masked whole", "2 time steps");
        Errors.refused(() -> data.withMask(new boolean[][] {mask("xxx"), mask("xx")}), "mask[1]", "3", "has 2");
        Errors.refused(() -> data.withMask(new boolean[][] {mask("xxxx"), mask("xxx")}), "mask[0]", "has 4");
        Errors.refused(() -> data.withMask(new boolean[][] {mask("xxx"), null}), "mask[1]", "is null");
        Errors.refused(() -> data.withMask(new boolean[1][]), "as many rows of mask as samples, 2");
        Dataset chunks = Chunks.of(1).over(TimeSeries.of(1, 2, 3));
        Errors.refused(() -> chunks.withMask(new boolean[][] {{true}, {true}}), "masks are for data sets of arrays",
                "every chunk has all");
    }

    @Test
    void whatIsMaskedIsNotLookedAt() {
        double nan = Double.NaN;
        double[][][] inputs = {{{1, 2}, {nan, 9}, {5, 6}}, {null, {9, 10}}};
        boolean[][] mask = {mask("x.x"), mask(".x")};
        double[][] targets = {{.1}, {.2}};
        assertEquals(Dataset.ragged(new double[][][] {{{1, 2}, {5, 6}}, {{9, 10}}}, targets).fingerprint(),
                Dataset.masked(inputs, mask, targets).fingerprint());
        assertFalse(Dataset.masked(inputs, mask, null).hasTargets());
        double[][][] stepTargets = {{{.1}, {nan}, {.3}}, {{}, {.5}}};
        Dataset every = Dataset.maskedSequences(inputs, mask, stepTargets);
        assertArrayEquals(new double[] {1, 2, 5, 6}, every.input(0));
        assertArrayEquals(new double[] {.1, .3}, every.target(0));
        assertArrayEquals(new double[] {.5}, every.target(1));
        assertEquals(Dataset.sequences(INPUTS, TARGETS).withMask(new boolean[][] {mask("x.x"), mask("xx.")}).length(1),
                Dataset.maskedSequences(INPUTS, new boolean[][] {mask("x.x"), mask("xx.")}, TARGETS).length(1));
    }

    @Test
    void masksThatDoNotFitAreRefused() {
        double[][] targets = {{.1}, {.2}};
        Errors.refused(() -> Dataset.masked(INPUTS, new boolean[][] {mask("xxx"), mask("...")}, targets), "sample 1",
                "masked whole");
        Errors.refused(() -> Dataset.masked(INPUTS, new boolean[][] {mask("xxx"), mask("xx")}, targets), "mask[1]",
                "has 2");
        Errors.refused(() -> Dataset.masked(INPUTS, new boolean[][] {null, mask("xxx")}, targets), "mask[0]", "null");
        Errors.refused(() -> Dataset.masked(INPUTS, new boolean[1][], targets), "one row of mask per sample",
                "1 for 2");
        Errors.refused(() -> Dataset.masked(INPUTS, null, targets), "one row of mask per sample", "none for 2");
        Errors.refused(() -> Dataset.masked(null, new boolean[1][], targets), "1 for none");
        boolean[][] whole = {mask("xxx"), mask("xxx")};
        Errors.refused(() -> Dataset.masked(new double[][][] {INPUTS[0], null}, whole, targets), "inputs[1]", "null");
        Errors.refused(() -> Dataset.masked(new double[][][] {INPUTS[0], {{1, 2}, {Double.NaN, 2}, {1, 2}}}, whole,
                targets), "inputs[1][1][0]", "NaN");
        Errors.refused(() -> Dataset.maskedSequences(INPUTS, whole, null), "targets", "2 for none");
        Errors.refused(() -> Dataset.maskedSequences(INPUTS, whole, new double[][][] {TARGETS[0], {{1}}}), "mask[1]",
                "has 3");
    }

    @Test
    void weightsMultiply() {
        Dataset data = Dataset.sequences(INPUTS, TARGETS).withLengths(new int[] {2, 3});
        Dataset weighted = data.withWeights(new double[] {2, 3}).withStepWeights(new double[][] {{1, 0}, {1, 2, 4}});
        assertEquals(2, weighted.samples().weight(0, 0));
        assertEquals(0, weighted.samples().weight(0, 1));
        assertEquals(12, weighted.samples().weight(1, 2));
        assertEquals(1, weighted.samples().lossSteps(0));
        assertArrayEquals(data.input(1), weighted.input(1));
        assertArrayEquals(data.target(1), weighted.target(1));
        Dataset one = Dataset.of(INPUTS, new double[][] {{1}, {2}}).withWeights(new double[] {0, 5});
        assertEquals(5, one.samples().weight(1, 0));
    }

    @Test
    void weightsThatMeanNothingAreRefused() {
        Dataset data = Dataset.sequences(INPUTS, TARGETS).withLengths(new int[] {2, 3});
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Errors.refused(() -> data.withWeights(new double[] {1, bad}), "weights[1][0] must be finite", "" + bad);
        }
        Errors.refused(() -> data.withWeights(new double[] {1, -0.5}), "at least 0", "sample 1", "-0.5");
        Errors.refused(() -> data.withStepWeights(new double[][] {{1, 1}, {1, -2, 1}}), "sample 1, time step 1");
        Errors.refused(() -> data.withWeights(new double[2]), "every weight is 0");
        Errors.refused(() -> data.withStepWeights(new double[][] {{1, 0}, {0, 0, 0}})
                .withStepWeights(new double[][] {{0, 1}, {1, 1, 1}}), "every weight is 0");
        Errors.refused(() -> data.withStepWeights(new double[][] {{1, 1, 1}, {1, 1, 1}}), "weights[0]", "2", "has 3");
        Errors.refused(() -> data.withStepWeights(new double[][] {{1, 1}, null}), "weights[1]", "is null");
        Errors.refused(() -> data.withWeights(new double[3]), "as many weights as samples, 2", "there are 3");
        Errors.refused(() -> data.withWeights(null), "they are null");
        Errors.refused(() -> Dataset.of(INPUTS).withWeights(new double[] {1, 1}), "the samples have none");
    }

    @Test
    void sequencesHaveFeaturesAndStatesOfTheirOwn() {
        double[][] features = {{.1, .2}, {.3, .4}};
        Samples samples = Dataset.of(INPUTS).withStaticFeatures(features)
                .withInitialStates(new double[][] {{1, 2, 3}, {4, 5, 6}}).samples();
        features[1][0] = 99;
        assertEquals(2, samples.staticFeatures());
        assertArrayEquals(new double[] {.3, .4}, part(samples, samples.staticOffsets()[1], 2));
        assertEquals(3, samples.stateSize());
        assertArrayEquals(new double[] {4, 5, 6}, part(samples, samples.stateOffsets()[1], 3));
        assertArrayEquals(new double[] {.3, .4},
                part(samples.slice(1, 2), samples.slice(1, 2).staticOffsets()[0], 2));
    }

    @Test
    void ofChunksEveryLaneHasFeaturesAndStatesOfItsOwn() {
        Dataset chunks = Chunks.of(2).lanes(2).over(TimeSeries.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
        assertEquals(4, chunks.count());
        Samples samples = chunks.withStaticFeatures(new double[][] {{10}, {20}})
                .withInitialStates(new double[][] {{30}, {40}}).samples();
        assertEquals(10, samples.values()[samples.staticOffsets()[2]]);
        assertEquals(20, samples.values()[samples.staticOffsets()[3]]);
        assertEquals(40, samples.values()[samples.stateOffsets()[1]]);
        Errors.refused(() -> chunks.withStaticFeatures(new double[3][1]), "as samples, 4", "there are 3", "lanes, 2");
    }

    @Test
    void featuresAndStatesOfTheWrongShapeAreRefused() {
        Dataset data = Dataset.of(INPUTS);
        Errors.refused(() -> data.withStaticFeatures(new double[][] {{1, 2}, {3}}), "staticFeatures[1]", "2", "has 1");
        Errors.refused(() -> data.withStaticFeatures(new double[][] {{1}, {Double.NaN}}), "staticFeatures[1][0]",
                "NaN");
        Errors.refused(() -> data.withStaticFeatures(new double[][] {{1}}),
                "as many rows of staticFeatures as samples");
        Errors.refused(() -> data.withStaticFeatures(new double[][] {{}, {}}), "at least one value");
        Errors.refused(() -> data.withInitialStates(new double[][] {{1}, {1, 2}}), "initialStates[1]", "has 2");
        Errors.refused(() -> data.withInitialStates(null), "initialStates must hold at least one row");
        Errors.refused(() -> data.withInitialStates(new double[][] {{1}, {Double.NEGATIVE_INFINITY}}),
                "initialStates[1][0]");
    }

    private static double[] part(Samples samples, int from, int length) {
        return Arrays.copyOfRange(samples.values(), from, from + length);
    }
}

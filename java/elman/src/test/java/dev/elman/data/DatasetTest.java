package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatasetTest {

    /** Two samples of three time steps of two features. */
    private static final double[][][] INPUTS = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, 12}}};
    private static final double[][] TARGETS = {{.1, .2, .3, .4}, {.5, .6, .7, .8}};
    private static final double[][][] STEP_TARGETS = {{{.1}, {.2}, {.3}}, {{.4}, {.5}, {.6}}};

    private static Dataset windows(int rows) {
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = i;
        }
        return Windows.lookBack(3).over(TimeSeries.of(values));
    }

    @Test
    void samplesComeFromArrays() {
        Dataset data = Dataset.of(INPUTS, TARGETS);
        assertEquals(2, data.count());
        assertEquals(3, data.timeSteps());
        assertEquals(2, data.features());
        assertEquals(1, data.targetSteps());
        assertEquals(4, data.outputs());
        assertArrayEquals(new double[] {7, 8, 9, 10, 11, 12}, data.input(1));
        assertArrayEquals(TARGETS[1], data.target(1));
        assertEquals("2", data.label(1, 0));
    }

    @Test
    void sequencesHaveATargetAtEveryStep() {
        Dataset data = Dataset.sequences(INPUTS, STEP_TARGETS);
        assertEquals(3, data.targetSteps());
        assertEquals(1, data.outputs());
        assertArrayEquals(new double[] {.4, .5, .6}, data.target(1));
        assertEquals("2", data.label(1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> data.label(1, 3));
    }

    @Test
    void targetsMayBeAbsent() {
        for (Dataset data : List.of(Dataset.of(INPUTS), Dataset.of(INPUTS, null))) {
            assertFalse(data.hasTargets());
            assertEquals(0, data.outputs());
            assertEquals(0, data.targetSteps());
            assertEquals(0, data.samples().targetOffsets().length);
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, data.input(0));
            assertEquals("1", data.label(0, 0));
            assertThrows(IllegalStateException.class, () -> data.target(0));
        }
    }

    @Test
    void floatsAreTakenAsTheyAre() {
        float[][][] inputs = {{{0.1f}, {0.2f}}};
        Dataset data = Dataset.of(inputs, new float[][] {{0.3f}});
        assertArrayEquals(new double[] {0.1f, 0.2f}, data.input(0));
        assertArrayEquals(new double[] {0.3f}, data.target(0));
        assertArrayEquals(new double[] {0.1f, 0.2f}, Dataset.of(inputs).input(0));
        assertArrayEquals(new double[] {1, 2}, Dataset.sequences(inputs, new float[][][] {{{1}, {2}}}).target(0));
    }

    @Test
    void flatArraysAreTheSameAsNestedOnes() {
        double[] inputs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Dataset flat = Dataset.of(inputs, 2, 3, 2, new double[] {.1, .2, .3, .4, .5, .6, .7, .8}, 1, 4);
        assertEquals(Dataset.of(INPUTS, TARGETS).fingerprint(), flat.fingerprint());
        Dataset steps = Dataset.of(inputs, 2, 3, 2, new double[] {.1, .2, .3, .4, .5, .6}, 3, 1);
        assertEquals(Dataset.sequences(INPUTS, STEP_TARGETS).fingerprint(), steps.fingerprint());
        assertEquals(Dataset.of(INPUTS).fingerprint(), Dataset.of(inputs, 2, 3, 2, null, 0, 0).fingerprint());
    }

    @Test
    void arraysAreCopied() {
        double[][][] inputs = {{{1}, {2}}};
        double[] flat = {1, 2};
        Dataset nested = Dataset.of(inputs);
        Dataset fromFlat = Dataset.of(flat, 1, 2, 1, null, 0, 0);
        inputs[0][0][0] = 99;
        flat[0] = 99;
        nested.input(0)[1] = 99;
        assertArrayEquals(new double[] {1, 2}, nested.input(0));
        assertArrayEquals(new double[] {1, 2}, fromFlat.input(0));
    }

    @Test
    void shapesThatDoNotMatchAreNamed() {
        Errors.refused(() -> Dataset.of(INPUTS, new double[][] {{1}}), "2 inputs", "1 targets");
        Errors.refused(() -> Dataset.of(new double[][][] {{{1}, {2}}, {{1}}}), "inputs[1] has 1 time steps",
                "inputs[0] has 2");
        Errors.refused(() -> Dataset.of(new double[][][] {{{1}, {2}}, {{1}, {2, 3}}}), "inputs[1][1] has 2 values",
                "inputs[0][0] has 1");
        Errors.refused(() -> Dataset.of(INPUTS, new double[][] {{1}, {1, 2}}), "targets[1][0] has 2 values");
        Errors.refused(() -> Dataset.sequences(INPUTS, new double[][][] {{{1}, {2}}, {{3}, {4}}}),
                "targetSteps must be 1 or timeSteps (3) but was 2");
        Errors.refused(() -> Dataset.sequences(INPUTS, new double[][][] {{{1}}, {{2}}}), "each of the 3 time steps",
                "there are 1");
        Errors.refused(() -> Dataset.of(new double[5], 1, 3, 2, null, 0, 0), "1 * 3 * 2 = 6", "holds 5");
        Errors.refused(() -> Dataset.of(new double[6], 1, 3, 2, new double[3], 1, 2), "1 * 1 * 2 = 2", "holds 3");
        Errors.refused(() -> Dataset.of(new double[6], 1, 3, 2, new double[4], 2, 2), "1 or timeSteps (3) but was 2");
        Errors.refused(() -> Dataset.of(new double[6], 1, 3, 2, null, 1, 0), "without targets");
    }

    @Test
    void emptyAndAbsentArraysAreRefused() {
        Errors.refused(() -> Dataset.of(new double[0][][]), "inputs must hold at least one sample but is empty");
        Errors.refused(() -> Dataset.of((double[][][]) null), "inputs", "is null");
        Errors.refused(() -> Dataset.of((float[][][]) null), "inputs", "is null");
        Errors.refused(() -> Dataset.of(new double[][][] {{{1}}, {}}), "inputs[1]", "is empty");
        Errors.refused(() -> Dataset.of(new double[][][] {{{1}}, null}), "inputs[1]", "is null");
        Errors.refused(() -> Dataset.of(new double[][][] {{{}}}), "inputs[0][0]", "is empty");
        Errors.refused(() -> Dataset.of(new float[][][] {{{1}, null}}), "inputs[0][1]", "is null");
        Errors.refused(() -> Dataset.of(INPUTS, new double[][] {{1}, null}), "targets[1][0]", "is null");
        Errors.refused(() -> Dataset.sequences(INPUTS, null), "targets is null");
        Errors.refused(() -> Dataset.of(null, 1, 1, 1, null, 0, 0), "inputs", "is null");
    }

    @Test
    void zeroAndNegativeSizesAreRefused() {
        for (int size : new int[] {0, -1, Integer.MIN_VALUE}) {
            Errors.wrong(() -> Dataset.of(new double[0], size, 1, 1, null, 0, 0), "samples must be at least 1",
                    "but was " + size);
            Errors.wrong(() -> Dataset.of(new double[0], 1, size, 1, null, 0, 0), "timeSteps must be at least 1");
            Errors.wrong(() -> Dataset.of(new double[0], 1, 1, size, null, 0, 0), "features must be at least 1");
            Errors.wrong(() -> Dataset.of(new double[1], 1, 1, 1, new double[0], 1, size),
                    "outputs must be at least 1");
        }
    }

    @Test
    void sizesThatOverflowAreRefused() {
        // 65536 * 65536 is 0 in int.
        Errors.refused(() -> Dataset.of(new double[0], 65_536, 65_536, 1, null, 0, 0), "65536 * 65536 * 1",
                "more than");
        Errors.refused(() -> Dataset.of(new double[1], 1, 1, 1, new double[0], 1, Integer.MAX_VALUE),
                "1 * 1 * 2147483647", "more than");
    }

    @Test
    void valuesThatAreNotFiniteAreNamedWithTheirPlace() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double[][][] inputs = {{{1, 2}, {3, 4}}, {{5, 6}, {7, bad}}};
            Errors.refused(() -> Dataset.of(inputs), "inputs[1][1][1]", "is " + bad);
            Errors.refused(() -> Dataset.of(new double[][][] {{{1}}, {{2}}}, new double[][] {{1, 2}, {bad, 4}}),
                    "targets[1][0][0]", "is " + bad);
        }
        Errors.refused(() -> Dataset.of(new float[][][] {{{Float.NaN}}}), "inputs[0][0][0]", "is NaN");
    }

    @Test
    void arraysHaveASchemaOfNumberedColumns() {
        Schema schema = Dataset.of(INPUTS, TARGETS).schema();
        assertEquals(List.of("input 1", "input 2"), schema.features());
        assertEquals(4, schema.outputs());
        assertEquals(3, schema.lookBack());
        assertEquals(1, schema.horizon());
        assertNull(schema.scaler());
        assertFalse(schema.feedsBack());
        assertEquals(List.of(), Dataset.of(INPUTS).schema().targets());
    }

    @Test
    void aSchemaThatFitsMayBeGiven() {
        Schema schema = new Schema(List.of("x", "y"), List.of("x", "y"), 3, 2, null);
        assertSame(schema, Dataset.of(INPUTS, TARGETS).withSchema(schema).schema());
        assertSame(schema, Dataset.of(INPUTS).withSchema(schema).schema());
        Dataset data = Dataset.of(INPUTS, TARGETS);
        Errors.refused(() -> data.withSchema(new Schema(List.of("x", "y"), List.of("x", "y"), 4, 2, null)),
                "4 look-back", "3 time steps");
        Errors.refused(() -> data.withSchema(new Schema(List.of("x"), List.of("x", "y"), 3, 2, null)), "1 features",
                "have 2");
        Errors.refused(() -> data.withSchema(new Schema(List.of("x", "y"), List.of("x"), 3, 2, null)),
                "2 horizon * targets", "4 outputs");
    }

    @Test
    void slicesAreViews() {
        Dataset data = windows(10);
        Dataset slice = data.slice(2, 5);
        assertEquals(3, slice.count());
        assertSame(data.samples().values(), slice.samples().values());
        for (int sample = 0; sample < 3; sample++) {
            assertArrayEquals(data.input(sample + 2), slice.input(sample));
            assertArrayEquals(data.target(sample + 2), slice.target(sample));
            assertEquals(data.label(sample + 2, 0), slice.label(sample, 0));
            assertEquals(data.naive(sample + 2, 0), slice.naive(sample, 0));
        }
        assertEquals("2", Dataset.of(INPUTS, TARGETS).slice(1, 2).label(0, 0));
        assertFalse(Dataset.of(INPUTS).slice(1, 2).hasTargets());
        Errors.refused(() -> data.slice(3, 3), "samples 3 to 3", "7 samples");
        Errors.refused(() -> data.slice(-1, 3), "samples -1 to 3");
        Errors.refused(() -> data.slice(0, 8), "samples 0 to 8");
        assertThrows(IndexOutOfBoundsException.class, () -> slice.input(3));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.target(-1));
    }

    @Test
    void theSamplesThemselvesMayBeSplit() {
        Dataset data = windows(13);
        Split<Dataset> two = data.splitAt(0.75);
        assertEquals(7, two.train().count());
        assertNull(two.validation());
        assertEquals(3, two.test().count());
        assertArrayEquals(new double[] {7, 8, 9}, two.test().input(0));
        Split<Dataset> three = data.splitAt(0.5, 0.25);
        assertEquals(5, three.train().count());
        assertEquals(2, three.validation().count());
        assertEquals(3, three.test().count());
        assertArrayEquals(new double[] {5, 6, 7}, three.validation().input(0));
        Errors.wrong(() -> data.splitAt(1), "below 1");
        Errors.refused(() -> data.splitAt(0.01), "10 samples");
    }

    @Test
    void onlyWindowsHaveANaiveForecast() {
        assertTrue(windows(5).hasNaive());
        assertEquals(2, windows(5).naive(0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> windows(5).naive(0, 1));
        Dataset arrays = Dataset.of(INPUTS, TARGETS);
        assertFalse(arrays.hasNaive());
        assertThrows(IllegalStateException.class, () -> arrays.naive(0, 0));
    }

    @Test
    void fingerprintsTellDataApart() {
        double[][][] other = {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}, {9, 10}, {11, Math.nextUp(12.0)}}};
        List<Dataset> different = List.of(Dataset.of(INPUTS), Dataset.of(INPUTS, TARGETS), Dataset.of(other, TARGETS),
                Dataset.sequences(INPUTS, STEP_TARGETS), Dataset.of(INPUTS, TARGETS).slice(0, 1),
                Dataset.of(INPUTS, TARGETS).slice(1, 2), windows(10), windows(11), windows(10).slice(0, 6));
        Set<String> fingerprints = new HashSet<>();
        different.forEach(data -> fingerprints.add(data.fingerprint()));
        assertEquals(different.size(), fingerprints.size());
        assertEquals(windows(5_000).fingerprint(), windows(5_000).fingerprint());
        assertNotEquals(windows(5_000).fingerprint(), windows(5_001).fingerprint());
        assertTrue(windows(10).fingerprint().matches("[0-9a-f]{64}"));
    }

    @Test
    void fingerprintsCoverShapesPlacesAndEveryValue() {
        // The same values, in another shape.
        assertNotEquals(Dataset.of(new double[][][] {{{1, 2}}}).fingerprint(),
                Dataset.of(new double[][][] {{{1}, {2}}}).fingerprint());
        // The same values, shape and inputs, but the targets 1, 2 in one and 2, 3 in the other.
        Dataset overlapping = Windows.lookBack(1).over(TimeSeries.of(0, 1, 2, 3)).slice(0, 2);
        Dataset apart = Dataset.of(new double[][][] {{{0}}, {{1}}}, new double[][] {{2}, {3}});
        assertArrayEquals(overlapping.samples().values(), apart.samples().values());
        assertNotEquals(overlapping.fingerprint(), apart.fingerprint());
        double[] values = new double[3_000];
        Set<String> fingerprints = new HashSet<>();
        for (int changed = 0; changed < values.length; changed += 500) {
            values[changed] = 1;
            fingerprints.add(Dataset.of(values, 1, values.length, 1, null, 0, 0).fingerprint());
        }
        assertEquals(6, fingerprints.size());
    }

    @Test
    void aFingerprintIsTheSameOnEveryMachine() {
        // SHA-256 over 1 1 1 0 0 (count, time steps, features, target steps, outputs), 0 (offset) and 1.5, big-endian.
        Dataset data = Dataset.of(new double[][][] {{{1.5}}});
        assertEquals("92ca75a0bd74a55129ce5d42bd03e965ca8f4a5cec8d26099422d1259907973c", data.fingerprint());
    }
}

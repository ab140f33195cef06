package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTest {

    /** A network whose outputs are its inputs. */
    private static Model identity(int outputs, Head head) {
        double[] parameters = new double[outputs * outputs + outputs];
        for (int i = 0; i < outputs; i++) {
            parameters[i * outputs + i] = 1;
        }
        return Model.of(Architecture.inputs(outputs).dense(outputs, Activation.LINEAR), Precision.DOUBLE, parameters)
                .withHead(head).withEngine("reference");
    }

    private static final double[][] LOGITS = {
        {2, 1, 0}, // class 0 is told
        {0, 3, 1}, // 1
        {1, 0, 2}, // 2
        {5, 1, 4}, // 0
        {1, 1, 0}, // 0, the first of two that are equal
    };

    /** Right, right, second, third (after a tie), second (after a tie). */
    private static final int[] CLASSES = {0, 1, 0, 1, 1};

    private static double[][][] oneStep(double[][] rows) {
        double[][][] steps = new double[rows.length][1][];
        for (int i = 0; i < rows.length; i++) {
            steps[i][0] = rows[i];
        }
        return steps;
    }

    private static double probability(double[] logits, int index) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.exp(logits[index]) / sum;
    }

    @Test
    void figuresOfClassesAreThoseCountedByHand() {
        Evaluation evaluation = identity(3, Head.CLASSES).evaluate(Dataset.classes(oneStep(LOGITS), CLASSES));
        Classification found = evaluation.classification().orElseThrow();
        assertEquals(5, found.count());
        assertEquals(0.4, found.accuracy());
        assertEquals(List.of(2L, 2L, 1L), found.ranks());
        assertEquals(0.4, found.topAccuracy(1));
        assertEquals(0.8, found.topAccuracy(2));
        assertEquals(1, found.topAccuracy(3));
        assertEquals(1, found.topAccuracy(99));
        assertThrows(IllegalArgumentException.class, () -> found.topAccuracy(0));
        double entropy = 0;
        double brier = 0;
        for (int i = 0; i < 5; i++) {
            entropy -= Math.log(probability(LOGITS[i], CLASSES[i])) / 5;
            for (int k = 0; k < 3; k++) {
                brier += Math.pow(probability(LOGITS[i], k) - (k == CLASSES[i] ? 1 : 0), 2) / 15;
            }
        }
        assertEquals(entropy, found.crossEntropy(), 1e-15);
        assertEquals(Math.exp(entropy), found.perplexity(), 1e-15);
        assertEquals(brier, evaluation.mse(), 1e-15);
        // Class 0: told 3 times, right 2 times, both together once. Class 1: told once, right 3 times, together once.
        assertCategory(found, 0, 2, 3, 1.0 / 3, 1.0 / 2, 2.0 / 5);
        assertCategory(found, 1, 3, 1, 1, 1.0 / 3, 1.0 / 2);
        assertCategory(found, 2, 0, 1, 0, 0, 0);
        assertEquals((1.0 / 3 + 1 + 0) / 3, found.precision(), 1e-15);
        assertEquals((1.0 / 2 + 1.0 / 3) / 3, found.recall(), 1e-15);
        assertEquals((2.0 / 5 + 1.0 / 2) / 3, found.f1(), 1e-15);
    }

    private static void assertCategory(
            Classification found, int index, long actual, long told, double precision, double recall, double f1) {
        Classification.Category category = found.categories().get(index);
        assertEquals(index, category.index());
        assertEquals(actual, category.actual());
        assertEquals(told, category.told());
        assertEquals(precision, category.precision(), 1e-15);
        assertEquals(recall, category.recall(), 1e-15);
        assertEquals(f1, category.f1(), 1e-15);
    }

    @Test
    void oneHotTargetsAreTheSameAsTheNumbersOfTheClasses() {
        double[][] oneHot = new double[5][3];
        for (int i = 0; i < 5; i++) {
            oneHot[i][CLASSES[i]] = 1;
        }
        assertEquals(identity(3, Head.CLASSES).evaluate(Dataset.classes(oneStep(LOGITS), CLASSES)),
                identity(3, Head.CLASSES).evaluate(Dataset.of(oneStep(LOGITS), oneHot)));
    }

    @Test
    void aCategoryThatIsNeitherToldNorRightDoesNotCountInTheMeans() {
        double[][] logits = {{1, 0, -5}, {0, 1, -5}};
        Classification found = identity(3, Head.CLASSES).evaluate(Dataset.classes(oneStep(logits), new int[] {0, 1}))
                .classification().orElseThrow();
        assertEquals(1, found.precision());
        assertEquals(1, found.recall());
        assertEquals(1, found.f1());
    }

    @Test
    void logitsThatAreFarApartLoseNothing() {
        double[][] logits = {{1000, -1000}, {-1000, 1000}, {1000, -1000}};
        Classification found = identity(2, Head.CLASSES).evaluate(Dataset.classes(oneStep(logits), new int[] {0, 1, 1}))
                .classification().orElseThrow();
        assertEquals(2000.0 / 3, found.crossEntropy(), 1e-12);
        Classification decisions = identity(2, Head.BINARY)
                .evaluate(Dataset.of(oneStep(logits), new double[][] {{1, 0}, {0, 1}, {0, 0}}))
                .classification().orElseThrow();
        assertEquals(1000.0 / 6, decisions.crossEntropy(), 1e-12);
    }

    @Test
    void decisionsAreCountedForEachOutput() {
        double[][] logits = {{2, -1}, {-1, 3}, {0, -2}, {-3, -0.5}};
        double[][] targets = {{1, 0}, {1, 1}, {0, 0}, {0, 1}};
        Classification found = identity(2, Head.BINARY).evaluate(Dataset.of(oneStep(logits), targets)).classification()
                .orElseThrow();
        // Output 0 says yes, no, yes, no; output 1 no, yes, no, no.
        assertEquals(8, found.count());
        assertEquals(5.0 / 8, found.accuracy());
        assertCategory(found, 0, 2, 2, 0.5, 0.5, 0.5);
        assertCategory(found, 1, 2, 1, 1, 0.5, 2.0 / 3);
        assertEquals(0.75, found.precision());
        double entropy = 0;
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 2; k++) {
                double yes = 1 / (1 + Math.exp(-logits[i][k]));
                entropy -= Math.log(targets[i][k] == 1 ? yes : 1 - yes) / 8;
            }
        }
        assertEquals(entropy, found.crossEntropy(), 1e-14);
    }

    @Test
    void stepsThatAreMaskedOrBehindTheEndDoNotCount() {
        Architecture net = Architecture.inputs(2).dense(2, Activation.LINEAR);
        Model model = Model.of(net, Precision.DOUBLE, new double[] {1, 0, 0, 1, 0, 0}).withHead(Head.CLASSES)
                .withEngine("reference");
        double[][][] logits = {{{1, 0}, {1, 0}, {1, 0}}, {{0, 1}}};
        double[][][] classes = {{{0}, {1}, {1}}, {{1}}};
        Dataset data = Dataset.raggedSequences(logits, classes);
        Classification all = model.evaluate(data).classification().orElseThrow();
        assertEquals(4, all.count());
        assertEquals(0.5, all.accuracy());
        Classification masked = model.evaluate(data.withStepWeights(new double[][] {{1, 0, 2}, {0.5}}))
                .classification().orElseThrow();
        assertEquals(3, masked.count());
        assertEquals(2.0 / 3, masked.accuracy(), 1e-15);
    }

    @Test
    void aClassThatTheModelDoesNotHaveIsRefused() {
        Model model = identity(3, Head.CLASSES);
        Dataset data = Dataset.classes(oneStep(LOGITS), new int[] {0, 1, 3, 1, 1});
        String message = assertThrows(IllegalArgumentException.class, () -> model.evaluate(data)).getMessage();
        assertTrue(message.contains("sample 2") && message.contains("3"), message);
    }
}

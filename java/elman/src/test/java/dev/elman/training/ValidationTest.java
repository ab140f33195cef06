package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Loss;
import dev.elman.optim.Sgd;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The validation loss against sums made one sequence at a time. */
class ValidationTest {

    private static final int SAMPLES = 23;

    private final Random random = new Random(4);
    private final double[][][] inputs = new double[SAMPLES][][];
    private final double[][][] targets = new double[SAMPLES][][];
    private final double[][] weights = new double[SAMPLES][];

    ValidationTest() {
        for (int i = 0; i < SAMPLES; i++) {
            int length = 1 + random.nextInt(6);
            inputs[i] = new double[length][2];
            targets[i] = new double[length][1];
            weights[i] = new double[length];
            for (int t = 0; t < length; t++) {
                inputs[i][t][0] = random.nextGaussian();
                inputs[i][t][1] = random.nextGaussian();
                targets[i][t][0] = random.nextGaussian();
                weights[i][t] = random.nextInt(3) * 0.75;
            }
        }
    }

    private static Trainer.Builder trainer() {
        return Trainer.builder().engine("reference").precision(Precision.DOUBLE).seed(5).epochs(1).batchSize(7);
    }

    private static double[] outputs(Model model, double[][] sequence) {
        double[] flat = new double[sequence.length * 2];
        for (int t = 0; t < sequence.length; t++) {
            System.arraycopy(sequence[t], 0, flat, 2 * t, 2);
        }
        return model.predict(flat);
    }

    @Test
    void raggedSequencesCountByTheirTimeSteps() {
        Architecture net = Architecture.inputs(2).gru(3).allSteps().dense(1, Activation.LINEAR);
        Dataset data = Dataset.raggedSequences(inputs, targets);
        Training run = trainer().build().train(net, data, data);
        double sum = 0;
        int steps = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double[] outputs = outputs(run.model().withSchema(null), inputs[i]);
            for (int t = 0; t < inputs[i].length; t++) {
                sum += Math.pow(outputs[t] - targets[i][t][0], 2);
                steps++;
            }
        }
        assertEquals(sum / steps, run.history().last().validationLoss().getAsDouble(), 1e-13);
        assertEquals(sum / steps, run.model().evaluate(data).mse(), 1e-13);
    }

    @Test
    void weightsMultiplyAndZeroTakesAStepOutOfTheMean() {
        Architecture net = Architecture.inputs(2).gru(3).allSteps().dense(1, Activation.LINEAR);
        Dataset data = Dataset.raggedSequences(inputs, targets).withStepWeights(weights);
        Training run = trainer().build().train(net, data, data);
        double sum = 0;
        double plain = 0;
        int steps = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double[] outputs = outputs(run.model().withSchema(null), inputs[i]);
            for (int t = 0; t < inputs[i].length; t++) {
                double square = Math.pow(outputs[t] - targets[i][t][0], 2);
                sum += weights[i][t] * square;
                plain += weights[i][t] == 0 ? 0 : square;
                steps += weights[i][t] == 0 ? 0 : 1;
            }
        }
        assertTrue(steps > 10 && steps < 70);
        assertEquals(sum / steps, run.history().last().validationLoss().getAsDouble(), 1e-13);
        // An evaluation passes over what is masked, and otherwise does not weigh.
        assertEquals(plain / steps, run.model().evaluate(data).mse(), 1e-13);
    }

    @Test
    void aSummedLossIsTheMeanOverSamplesOfTheirSums() {
        Architecture net = Architecture.inputs(2).gru(3).allSteps().dense(1, Activation.LINEAR);
        Dataset data = Dataset.raggedSequences(inputs, targets).withStepWeights(weights);
        Training run = trainer().loss(Loss.HALF_SQUARED_ERROR).build().train(net, data, data);
        double sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double[] outputs = outputs(run.model().withSchema(null), inputs[i]);
            for (int t = 0; t < inputs[i].length; t++) {
                sum += weights[i][t] * Math.pow(outputs[t] - targets[i][t][0], 2) / 2;
            }
        }
        assertEquals(sum / SAMPLES, run.history().last().validationLoss().getAsDouble(), 1e-13);
    }

    /** With one mini-batch and a learning rate of next to nothing the two losses are the same. */
    @Test
    void theTrainingLossOfOneMiniBatchIsTheValidationLoss() {
        Architecture net = Architecture.inputs(2).gru(3).allSteps().dense(1, Activation.LINEAR);
        Dataset data = Dataset.raggedSequences(inputs, targets).withStepWeights(weights);
        for (Loss loss : new Loss[] {Loss.MEAN_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR, Loss.huber(0.5)}) {
            Training run = trainer().loss(loss).batchSize(SAMPLES)
                    .optimizer(Sgd.keras().withLearningRate(1e-12)).build().train(net, data, data);
            assertEquals(run.history().last().loss(), run.history().last().validationLoss().getAsDouble(), 1e-11);
        }
    }

    @Test
    void crossEntropyHasOneTermForAllClasses() {
        Architecture net = Architecture.inputs(2).gru(3).dense(4, Activation.LINEAR);
        int[] classes = new int[SAMPLES];
        double[][][] padded = new double[SAMPLES][6][2];
        for (int i = 0; i < SAMPLES; i++) {
            classes[i] = random.nextInt(4);
            for (int t = 0; t < 6; t++) {
                padded[i][t][0] = random.nextGaussian();
            }
        }
        Dataset data = Dataset.classes(padded, classes);
        Training run = trainer().loss(Loss.SPARSE_CROSS_ENTROPY).build().train(net, data, data);
        double[][] probabilities = run.model().predict(data);
        double sum = 0;
        int right = 0;
        for (int i = 0; i < SAMPLES; i++) {
            sum -= Math.log(probabilities[i][classes[i]]);
            int best = 0;
            for (int k = 0; k < 4; k++) {
                best = probabilities[i][k] > probabilities[i][best] ? k : best;
            }
            right += best == classes[i] ? 1 : 0;
        }
        assertEquals(sum / SAMPLES, run.history().last().validationLoss().getAsDouble(), 1e-12);
        assertEquals(sum / SAMPLES, run.model().evaluate(data).classification().orElseThrow().crossEntropy(), 1e-12);
        assertEquals((double) right / SAMPLES, run.model().evaluate(data).classification().orElseThrow().accuracy());
    }
}

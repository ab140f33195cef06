package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.TimeSeries;
import dev.elman.data.Windows;
import dev.elman.engine.EngineException;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TrainerTest {

    private static void assertSameBits(Training expected, Training actual) {
        assertArrayEquals(expected.model().parameterVector(), actual.model().parameterVector());
        assertArrayEquals(expected.history().losses(), actual.history().losses());
        assertArrayEquals(expected.history().validationLosses(), actual.history().validationLosses());
    }

    @Test
    void learnsASineToWithinASmallError() {
        Training run = Examples.reference().optimizer(Adam.keras().withLearningRate(0.02)).epochs(60).build()
                .train(Examples.NET, Examples.sine(64, 8), Examples.sine(32, 8, 64));
        assertTrue(run.history().last().loss() < 1e-3, "loss " + run.history().last().loss());
        assertTrue(run.model().evaluate(Examples.sine(32, 8, 64)).rmse() < 0.05);
        assertEquals(StopReason.COMPLETED, run.stopReason());
        assertEquals(60, run.bestEpoch());
        assertEquals(1, run.threadsUsed());
        assertEquals("reference", run.model().engine());
        assertEquals(Precision.FLOAT, run.model().precision());
    }

    @Test
    void oneSeedGivesTheSameBitsAndAnotherOneOthers() {
        Dataset data = Examples.sine(30, 5);
        Training first = Examples.reference().build().train(Examples.NET, data);
        assertSameBits(first, Examples.reference().build().train(Examples.NET, data));
        Training other = Examples.reference().seed(8).build().train(Examples.NET, data);
        assertFalse(Arrays.equals(first.model().parameterVector(), other.model().parameterVector()));
    }

    @Test
    void withoutASeedOneIsDrawnAndRecordedAndGivesTheRunAgain() {
        Dataset data = Examples.sine(30, 5);
        Trainer trainer = Trainer.builder().engine("reference").epochs(2).build();
        Training first = trainer.train(Examples.NET, data);
        Training second = trainer.train(Examples.NET, data);
        assertNotEquals(first.seed(), second.seed());
        assertEquals(first.seed(), first.model().provenance().seed());
        assertEquals(first.seed(), first.settings().seed());
        Training again = Trainer.builder().engine("reference").epochs(2).seed(first.seed()).build()
                .train(Examples.NET, data);
        assertSameBits(first, again);
    }

    @Test
    void theNumberOfThreadsNeverChangesABit() {
        Dataset data = Examples.sine(300, 5);
        Dataset validation = Examples.sine(900, 5, 300);
        Training expected = Examples.reference().batchSize(130).threads(1).build()
                .train(Examples.NET, data, validation);
        assertEquals(1, expected.threadsUsed());
        for (int threads : new int[] {2, 3, 8}) {
            Training run = Examples.reference().batchSize(130).threads(threads).build()
                    .train(Examples.NET, data, validation);
            assertSameBits(expected, run);
            assertEquals(Math.min(threads, 4), run.threadsUsed(), "130 samples are 4 shards");
        }
    }

    @Test
    void askingForEveryMiniBatchNeverChangesABit() {
        Dataset data = Examples.sine(50, 5);
        int[] calls = {0};
        Training watched = Examples.reference().batchSize(3).callback(new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                calls[0]++;
            }
        }).build().train(Examples.NET, data);
        assertSameBits(Examples.reference().batchSize(3).build().train(Examples.NET, data), watched);
        assertEquals(3 * 17, calls[0]);
    }

    @Test
    void shufflingChangesTheRun() {
        Dataset data = Examples.sine(50, 5);
        Training shuffled = Examples.reference().build().train(Examples.NET, data);
        Training inOrder = Examples.reference().shuffle(false).build().train(Examples.NET, data);
        assertFalse(Arrays.equals(shuffled.history().losses(), inOrder.history().losses()));
    }

    @Test
    void continuingFromAModelBeginsWithItsWeightsAndFreshOptimizerState() {
        Dataset data = Examples.sine(40, 5);
        Model first = Examples.reference().build().train(Examples.NET, data).model();
        double[] before = first.parameterVector();
        Training more = Examples.reference().build().train(first, data);
        assertArrayEquals(before, first.parameterVector(), "a model never changes");
        Model given = Model.of(Examples.NET, Precision.FLOAT, before);
        assertSameBits(more, Examples.reference().build().train(given, data));
        assertTrue(more.history().losses()[0]
                < Examples.reference().build().train(Examples.NET, data).history().losses()[0]);
    }

    @Test
    void continuingKeepsTheModelsPrecisionUnlessAnotherIsAskedFor() {
        Dataset data = Examples.sine(40, 5);
        Model model = Examples.reference().precision(Precision.DOUBLE).build().train(Examples.NET, data).model();
        assertEquals(Precision.DOUBLE, Examples.reference().build().train(model, data).model().precision());
        assertEquals(Precision.FLOAT,
                Examples.reference().precision(Precision.FLOAT).build().train(model, data).model().precision());
    }

    @Test
    void theModelHasTheMeaningOfTheDataAndItsProvenance() {
        TimeSeries series = TimeSeries.of("spots", IntStream.range(0, 80).mapToDouble(i -> 50 + i % 9).toArray());
        Scaler scaler = Scaler.minMax().fit(series);
        Dataset data = Windows.lookBack(6).over(series, scaler);
        Training run = Examples.reference().build().train(Examples.NET, data);
        assertEquals(data.schema(), run.model().schema());
        assertEquals(7, run.model().provenance().seed());
        assertEquals(3, run.model().provenance().epochs());
        assertEquals("reference", run.model().provenance().engine());
        assertEquals(data.count(), run.model().provenance().samples());
        assertEquals("8", run.model().provenance().details().get("batchSize"));

        Dataset other = Windows.lookBack(6).over(series, Scaler.standard().fit(series));
        String message = assertThrows(IllegalArgumentException.class,
                () -> Examples.reference().build().train(run.model(), other)).getMessage();
        assertTrue(message.contains("scaler"), message);
        Dataset longer = Windows.lookBack(7).over(series, scaler);
        message = assertThrows(IllegalArgumentException.class,
                () -> Examples.reference().build().train(run.model(), longer)).getMessage();
        assertTrue(message.contains("look-back 7 instead of 6"), message);
        message = assertThrows(IllegalArgumentException.class,
                () -> Examples.reference().build().train(Examples.NET, data, other)).getMessage();
        assertTrue(message.contains("validation") && message.contains("scaler"), message);
        assertEquals(data.schema(), Examples.reference().build().train(run.model(), data).model().schema());
    }

    @Test
    void trainsOnEveryStepOfSequences() {
        double[][][] inputs = new double[10][5][2];
        double[][][] targets = new double[10][5][1];
        for (int i = 0; i < 10; i++) {
            for (int t = 0; t < 5; t++) {
                inputs[i][t][0] = Math.sin(i + t);
                inputs[i][t][1] = Math.cos(i - t);
                targets[i][t][0] = inputs[i][t][0] * 0.5;
            }
        }
        Dataset data = Dataset.sequences(inputs, targets);
        Architecture steps = Architecture.inputs(2).simpleRnn(3, Activation.TANH).dense(1, Activation.LINEAR).allSteps();
        Training run = Examples.reference().epochs(30).build().train(steps, data);
        double[] losses = run.history().losses();
        assertTrue(losses[29] < losses[0]);

        Architecture last = Architecture.inputs(2).simpleRnn(3, Activation.TANH).dense(1, Activation.LINEAR);
        String message = assertThrows(IllegalArgumentException.class,
                () -> Examples.reference().build().train(last, data)).getMessage();
        assertTrue(message.contains("allSteps()"), message);
    }

    @Test
    void sizesBelowOneAreRefusedByName() {
        Trainer.Builder builder = Trainer.builder();
        assertBad("epochs must be at least 1 but was 0", () -> builder.epochs(0));
        assertBad("epochs must be at most", () -> builder.epochs(Integer.MAX_VALUE));
        assertBad("batchSize must be at least 1 but was -3", () -> builder.batchSize(-3));
        assertBad("threads must be at least 1 but was 0", () -> builder.threads(0));
        assertBad("miniBatches must be at least 1 but was 0",
                () -> builder.checkpoints(Path.of("file"), 0));
        assertBad("patience must be at least 1 epoch but was 0", () -> EarlyStopping.patience(0));
        assertBad("minDelta", () -> EarlyStopping.patience(1).minDelta(-1));
        assertBad("minDelta", () -> EarlyStopping.patience(1).minDelta(Double.NaN));
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedNamingBoth() {
        Trainer trainer = Examples.reference().build();
        Dataset data = Examples.sine(20, 5);
        assertBad("has no layers", () -> trainer.train(Architecture.inputs(1), data));
        assertBad("takes 2 features per time step but the training data have 1",
                () -> trainer.train(Architecture.inputs(2).simpleRnn(2, Activation.TANH), data));
        assertBad("(layer 1, dense) has 3 units but the targets of the training data have 1 values",
                () -> trainer.train(Architecture.inputs(1).simpleRnn(2, Activation.TANH).dense(3, Activation.TANH), data));
        Dataset bare = Dataset.of(new double[4][5][1]);
        assertBad("the training data have no targets", () -> trainer.train(Examples.NET, bare));
        assertBad("the validation data have no targets", () -> trainer.train(Examples.NET, data, bare));
        TimeSeries series = TimeSeries.of(IntStream.range(0, 50).asDoubleStream().toArray());
        assertBad("has 1 units but the targets of the training data have 4 values (horizon 4 * 1 targets)",
                () -> trainer.train(Examples.NET, Windows.lookBack(5).horizon(4).over(series)));
        assertThrows(NullPointerException.class, () -> trainer.train(Examples.NET, null));
    }

    @Test
    void earlyStoppingWithoutValidationDataIsRefusedWithAdvice() {
        Trainer trainer = Examples.reference().earlyStopping(EarlyStopping.patience(2)).build();
        assertBad("early stopping needs validation data", () -> trainer.train(Examples.NET, Examples.sine(20, 5)));
    }

    @Test
    void anEngineThatIsNotThereIsNamed() {
        String message = assertThrows(EngineException.class, () -> Examples.reference().engine("abacus").build()
                .train(Examples.NET, Examples.sine(20, 5))).getMessage();
        assertTrue(message.contains("abacus"), message);
    }

    @Test
    void aTrainerKeepsItsSettingsWhateverBecomesOfItsBuilder() {
        Trainer.Builder builder = Examples.reference();
        Trainer trainer = builder.build();
        Settings settings = trainer.settings();
        builder.epochs(99).callback(Callback.onEpochEnd(Progress::stop));
        assertSame(settings, trainer.settings());
        assertEquals(3, trainer.train(Examples.NET, Examples.sine(20, 5)).epochs());
    }

    private static void assertBad(String part, Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}

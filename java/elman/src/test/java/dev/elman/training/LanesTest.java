package dev.elman.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.SimpleRnn;
import dev.elman.optim.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Stateful training: samples that go on from the states of those before them. */
class LanesTest {

    private static final Architecture NET =
            Architecture.inputs(1).lstm(4).gru(3).allSteps().dense(1, Activation.LINEAR);

    /** Ten chunks of five steps in each of four lanes. */
    private static final Dataset DATA = Chunks.of(5).lanes(4).over(Examples.wave(201));

    private static final Dataset VALIDATION = Chunks.of(7).lanes(2).over(Examples.wave(85));

    private static Trainer.Builder stateful() {
        return Trainer.builder().engine("reference").seed(3).epochs(2);
    }

    @Test
    void aMiniBatchIsOneSampleOfEveryLaneInOrder() {
        int[] steps = new int[1];
        Training run = stateful().callback(new Callback() {
            @Override
            public boolean everyMiniBatch() {
                return true;
            }

            @Override
            public void onMiniBatch(Progress progress) {
                steps[0]++;
                assertEquals(10, progress.miniBatches());
            }
        }).build().train(NET, DATA);
        assertEquals(20, steps[0]);
        assertEquals(4, run.settings().batchSize());
        Training said = stateful().batchSize(4).shuffle(false).build().train(NET, DATA);
        assertEquals(run.model().sha256(), said.model().sha256());
    }

    /** The same, step by step, with the engine alone. */
    @Test
    void aRunIsWhatTheEngineGivesForSamplesInOrder() {
        Training run = stateful().epochs(1).precision(Precision.DOUBLE).build().train(NET, DATA);
        Engine engine = Engines.get("reference");
        try (Data data = engine.openData(DATA.samples(), Precision.DOUBLE);
                Network network = engine.openNetwork(NET, Precision.DOUBLE, run.settings().objective(NET))) {
            network.write(Network.Part.PARAMETERS, Initialization.keras().values(NET, 3, Precision.DOUBLE));
            int[] order = new int[40];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
            double loss = 0;
            for (int step = 1; step <= 10; step++) {
                loss += network.gradient(data, order, 4 * step - 4, 4 * step, 20, 0, step);
                assertTrue(network.update(1, step, 0.001));
            }
            double[] weights = new double[NET.parameterCount()];
            network.read(Network.Part.PARAMETERS, weights);
            assertArrayEquals(weights, run.model().parameterVector());
            assertEquals(loss / 10, run.history().last().loss(), 1e-15);
        }
    }

    @Test
    void theStateIsCarriedOn() {
        Dataset alone = Dataset.sequences(inputs(DATA), targets(DATA));
        Trainer trainer = stateful().batchSize(4).shuffle(false).build();
        assertNotEquals(trainer.train(NET, alone).model().sha256(), trainer.train(NET, DATA).model().sha256());
        // Only its first samples begin anew: the first mini-batch is the same.
        try (TrainingSession a = trainer.start(NET, alone); TrainingSession b = trainer.start(NET, DATA)) {
            a.step();
            b.step();
            assertEquals(a.finish().model().sha256(), b.finish().model().sha256());
        }
    }

    private static double[][][] inputs(Dataset data) {
        double[][][] inputs = new double[data.count()][data.timeSteps()][1];
        for (int sample = 0; sample < data.count(); sample++) {
            for (int step = 0; step < data.timeSteps(); step++) {
                inputs[sample][step][0] = data.input(sample)[step];
            }
        }
        return inputs;
    }

    private static double[][][] targets(Dataset data) {
        double[][][] targets = new double[data.count()][data.timeSteps()][1];
        for (int sample = 0; sample < data.count(); sample++) {
            for (int step = 0; step < data.timeSteps(); step++) {
                targets[sample][step][0] = data.target(sample)[step];
            }
        }
        return targets;
    }

    /** Validation data whose lanes are one sequence each, read at once, have the same loss. */
    @Test
    void theValidationLossIsThatOfTheWholeSequences() {
        Dataset whole = Chunks.of(42).lanes(2).over(Examples.wave(85));
        Trainer trainer = stateful().precision(Precision.DOUBLE).build();
        double[] chunks = trainer.train(NET, DATA, VALIDATION).history().validationLosses();
        double[] atOnce = trainer.train(NET, DATA, whole).history().validationLosses();
        assertEquals(6, VALIDATION.count() / 2);
        assertArrayEquals(atOnce, chunks, 1e-13);
        Dataset alone = Dataset.raggedSequences(inputs(VALIDATION), targets(VALIDATION)).withSchema(DATA.schema());
        double[] anew = trainer.train(NET, DATA, alone).history().validationLosses();
        assertTrue(Math.abs(anew[1] - chunks[1]) > 1e-6, "the state matters");
    }

    @Test
    void validationDoesNotDisturbWhatTrainingCarries() {
        Trainer trainer = stateful().build();
        assertEquals(trainer.train(NET, DATA).model().sha256(), trainer.train(NET, DATA, VALIDATION).model().sha256());
    }

    @Test
    void resumingAtAnyMiniBatchGivesTheSameBits(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("run.checkpoint");
        for (Dataset data : List.of(DATA, Chunks.of(5).reach(8).lanes(4).over(Examples.wave(201)))) {
            Trainer trainer = stateful().averageWeights(0.8).build();
            Training expected = trainer.train(NET, data, VALIDATION);
            int steps = data.count() / 4 * 2;
            for (int stop = 0; stop <= steps; stop += 3) {
                try (TrainingSession session = trainer.start(NET, data, VALIDATION)) {
                    for (int i = 0; i < stop; i++) {
                        session.step();
                    }
                    session.checkpoint(file);
                }
                Training resumed = trainer.resume(file, data, VALIDATION);
                assertEquals(expected.model().sha256(), resumed.model().sha256());
                assertArrayEquals(expected.history().losses(), resumed.history().losses());
                assertArrayEquals(expected.history().validationLosses(), resumed.history().validationLosses());
            }
        }
    }

    /** Lanes enough for several shards. */
    @Test
    void theNumberOfThreadsChangesNoBit() {
        Architecture net = Architecture.inputs(1).then(new SimpleRnn(3, Activation.TANH)).allSteps()
                .dense(1, Activation.LINEAR);
        Dataset data = Chunks.of(4).lanes(100).over(Examples.wave(1300));
        Training one = stateful().threads(1).build().train(net, data);
        Training three = stateful().threads(3).build().train(net, data);
        assertEquals(one.model().sha256(), three.model().sha256());
        assertEquals(1, one.threadsUsed());
        assertEquals(3, three.threadsUsed());
        Training accumulated = stateful().threads(3).accumulation(3).build().train(net, data);
        assertEquals(stateful().threads(1).accumulation(3).build().train(net, data).model().sha256(),
                accumulated.model().sha256());
        assertNotEquals(one.model().sha256(), accumulated.model().sha256());
    }

    /** Three chunks at one step: their mean gradient at the same weights, each from the state of the one before. */
    @Test
    void accumulationLearnsFromSamplesThatFollowOneAnotherAtOnce() {
        Sgd sgd = Sgd.keras().withLearningRate(0.1);
        Trainer trainer = stateful().epochs(1).optimizer(sgd).accumulation(3).precision(Precision.DOUBLE).build();
        Dataset data = Chunks.of(5).lanes(4).over(Examples.wave(61));
        assertEquals(12, data.count());
        Training run = trainer.train(NET, data);
        // With a learning rate of next to nothing three steps of one chunk each have the same gradients.
        double tiny = 1e-9;
        Training single = stateful().epochs(1).optimizer(sgd.withLearningRate(tiny)).precision(Precision.DOUBLE)
                .build().train(NET, data);
        double[] start = Initialization.keras().values(NET, 3, Precision.DOUBLE);
        for (int i = 0; i < start.length; i++) {
            double meanGradient = (start[i] - single.model().parameterVector()[i]) / tiny / 3;
            assertEquals(start[i] - 0.1 * meanGradient, run.model().parameterVector()[i], 1e-7);
        }
        assertEquals(single.history().last().loss(), run.history().last().loss(), 1e-7);
    }

    @Test
    void whatCannotBeStatefulIsRefused() {
        assertMessage("batch size was 5", () -> stateful().batchSize(5).build().train(NET, DATA));
        assertMessage("at most 16", () -> stateful().accumulation(17).build().train(NET, DATA));
        Architecture backwards = Architecture.inputs(1).then(new Gru(3).withGoBackwards(true)).allSteps()
                .dense(1, Activation.LINEAR);
        assertMessage("from their ends", () -> stateful().build().train(backwards, DATA));
        Architecture both = Architecture.inputs(1).bidirectional(new Lstm(3)).allSteps().dense(1, Activation.LINEAR);
        assertMessage("from their ends", () -> stateful().build().train(both, DATA));
    }

    private static void assertMessage(String part, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(part), message);
    }
}

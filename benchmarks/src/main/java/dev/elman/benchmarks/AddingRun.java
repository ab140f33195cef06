package dev.elman.benchmarks;

import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.RecurrentLayer;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Truncation;
import dev.elman.training.Initialization;
import java.util.Arrays;

/**
 * One network that learns the adding problem from sequences none of which it sees twice. It stands at the engine's
 * door, since a data set of all of them would take more memory than it is worth.
 */
final class AddingRun {

    static final int TIME_STEPS = 100;
    static final int BATCH = 32;
    static final int MOST_BATCHES = 5000;
    static final double GOAL = 0.01;
    static final int HELD_OUT = 2000;
    static final double LEARNING_RATE = 3e-3;
    private static final double CLIP_NORM = 1;

    /** Mini-batches between two looks at the held-out sequences, which nobody learns from. */
    private static final int BATCHES_PER_LOOK = 100;

    private AddingRun() {}

    /**
     * What came out.
     *
     * @param batches mini-batches until the mean squared error was below the goal, to the next look; or all there were
     * @param error the mean squared error on the held-out sequences then
     */
    record Result(String layer, long seed, boolean reached, int batches, double error, double seconds) {}

    static Result of(Engine engine, String name, RecurrentLayer layer, long seed, int mostBatches) {
        long began = System.nanoTime();
        Architecture net = Architecture.inputs(AddingSequences.FEATURES).then(layer).dense(1, Activation.LINEAR);
        Objective objective = new Objective(Loss.MEAN_SQUARED_ERROR, Adam.keras(), Clipping.byGlobalNorm(CLIP_NORM),
                Truncation.full());
        AddingSequences fresh = new AddingSequences(BATCHES_PER_LOOK * BATCH, TIME_STEPS);
        int[] order = new int[BATCHES_PER_LOOK * BATCH];
        Arrays.setAll(order, i -> i);
        double[] rates = new double[BATCHES_PER_LOOK];
        Arrays.fill(rates, LEARNING_RATE);
        double[] losses = new double[BATCHES_PER_LOOK];
        int batches = 0;
        double error = Double.NaN;
        try (Data heldOut = engine.openData(new AddingSequences(HELD_OUT, TIME_STEPS).fill(seed, 0), Precision.FLOAT);
                Network network = engine.openNetwork(net, Precision.FLOAT, objective)) {
            network.write(Network.Part.PARAMETERS, Initialization.keras().values(net, seed, Precision.FLOAT));
            while (batches < mostBatches && !(error < GOAL)) {
                int count = Math.min(BATCHES_PER_LOOK, mostBatches - batches);
                int block = 1 + batches / BATCHES_PER_LOOK;
                try (Data data = engine.openData(fresh.fill(seed, block), Precision.FLOAT)) {
                    int taken = network.train(data, order, 0, count * BATCH, BATCH, batches + 1L, rates, losses);
                    if (taken < count) {
                        throw new IllegalStateException("mini-batch " + (batches + taken + 1) + " of " + name
                                + ", seed " + seed + ", diverged: " + network.divergence());
                    }
                }
                batches += count;
                error = network.evaluate(heldOut, 0, HELD_OUT, 0, null, 0) / HELD_OUT;
            }
        }
        return new Result(name, seed, error < GOAL, batches, error, (System.nanoTime() - began) * 1e-9);
    }
}

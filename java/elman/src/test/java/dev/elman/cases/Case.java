package dev.elman.cases;

import dev.elman.data.Samples;
import dev.elman.engine.Objective;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.Arrays;

/**
 * One row of the table of cases: a network, the sizes of a mini-batch, what it minimises and how, what its samples
 * have, and a seed from which weights and data are drawn. A point (weights and data) can be drawn again by another
 * {@code draw} number.
 */
public record Case(Net net, Sizes sizes, Learning learning, Contents contents, long seed) {

    /** More samples than the mini-batch takes, so that sample numbers and places in a mini-batch differ. */
    private static final int SPARE_SAMPLES = 3;

    public Stack stack() {
        return net.stack();
    }

    public Kind kind() {
        return net.kind();
    }

    public Kind upperKind() {
        return net.upperKind();
    }

    public Activation rnnActivation() {
        return net.rnnActivation();
    }

    public Activation recurrentActivation() {
        return net.recurrentActivation();
    }

    public Activation denseActivation() {
        return net.denseActivation();
    }

    public boolean bias() {
        return net.bias();
    }

    public Direction direction() {
        return net.direction();
    }

    public Drop drop() {
        return net.drop();
    }

    public boolean allSteps() {
        return net.allSteps();
    }

    public int batch() {
        return sizes.batch();
    }

    public int timeSteps() {
        return sizes.timeSteps();
    }

    public int features() {
        return stack().hasTokens() ? 1 : sizes.features();
    }

    public int units() {
        return sizes.units();
    }

    public Loss loss() {
        return learning.loss();
    }

    public Optimizer optimizer() {
        return learning.optimizer();
    }

    public Clipping clipping() {
        return learning.clipping();
    }

    /** How many tokens there are. */
    int vocabulary() {
        return 4 + (int) Math.floorMod(seed, 4L);
    }

    public Architecture architecture() {
        return stack().architecture(this, outputs());
    }

    /** What a head gives: of a loss that wants several values for a target, as many. */
    private int outputs() {
        int some = 1 + (int) Math.floorMod(seed, 3L);
        if (loss() instanceof Loss.Quantiles quantiles) {
            return some * quantiles.levels().size();
        }
        boolean classes = loss() instanceof Loss.SparseCrossEntropy || loss() instanceof Loss.CrossEntropy;
        return loss() instanceof Loss.Gaussian ? 2 * some : classes ? 1 + some : some;
    }

    public Objective objective() {
        Architecture architecture = architecture();
        Truncation truncation =
                architecture.goesBackwards() ? Truncation.full() : learning.reach().truncation(timeSteps());
        return new Objective(loss(), optimizer(), clipping(), truncation, learning.treatment().rules(architecture),
                learning.averageDecay(), seed);
    }

    /** The samples of the mini-batch, in no particular order, some of the data set's left out. */
    public int[] order() {
        int[] all = new int[sampleCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        RandomStream.of(seed, Purpose.SHUFFLE).shuffle(all);
        return Arrays.copyOf(all, batch());
    }

    public int sampleCount() {
        return batch() + SPARE_SAMPLES;
    }

    /**
     * The learning rate for training curves. A summed loss has gradients as many times larger as it has terms; plain
     * gradient descent would leave the region in which it converges.
     */
    public double learningRate() {
        double rate = optimizer().learningRate();
        if (optimizer() instanceof Sgd && !loss().averaged()) {
            Architecture architecture = architecture();
            rate /= (double) batch() * architecture.outputSteps(timeSteps()) * architecture.outputs();
        }
        return rate;
    }

    /** Weights, rounded to floats: both engines start from the same ones. */
    public double[] parameters(int draw) {
        return Drawn.parameters(this, architecture(), draw);
    }

    /** Samples, rounded to floats. */
    public Samples samples(int draw) {
        return Drawn.samples(this, architecture(), draw);
    }
}

package dev.elman.training;

import dev.elman.engine.Network;

/** The weights that a run gives: those of the network or their average, the last good ones, and the best. */
final class Learnt {

    /** The last weights that gave a finite validation loss; without one those at the start. */
    final double[] good;

    /** Null without early stopping. */
    final Best best;

    private final Network network;
    private final Settings settings;

    Learnt(Network network, Settings settings, double[] good, Best best) {
        this.network = network;
        this.settings = settings;
        this.good = good;
        this.best = best;
    }

    /** Which of the network's vectors the model has. */
    Network.Part part() {
        return settings.averages() ? Network.Part.AVERAGE : Network.Part.PARAMETERS;
    }

    /** The weights that the model would have now, in its precision, whether they are finite or not. */
    double[] now() {
        return read(part());
    }

    /**
     * The weights of the network, which it has set back after a step that diverged; where they are not finite those of
     * the last validation. Not their average, which the weights that diverged are part of.
     *
     * @param stepped whether there was a step that the network could go back to
     */
    double[] afterDivergence(boolean stepped) {
        // Without a step there was nothing to set back to: the network's may be the weights that diverge.
        double[] weights = stepped ? read(Network.Part.PARAMETERS) : good;
        return Weights.firstNotFinite(weights) < 0 ? weights : good;
    }

    /** The best weights where early stopping has some, else those given. */
    double[] bestOr(double[] weights) {
        return hasBest() ? best.weights : weights;
    }

    boolean hasBest() {
        return best != null && best.epoch > 0;
    }

    /** Takes note of an epoch whose weights gave a finite validation loss. */
    void offer(int epoch, double validationLoss) {
        network.read(part(), good);
        if (best != null) {
            best.offer(settings.earlyStopping(), epoch, validationLoss, good);
        }
    }

    /** Whether there were enough epochs without a better one. */
    boolean exhausted() {
        return best != null && best.exhausted(settings.earlyStopping());
    }

    private double[] read(Network.Part part) {
        double[] weights = new double[good.length];
        network.read(part, weights);
        Weights.round(weights, settings.precision());
        return weights;
    }
}

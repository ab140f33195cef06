package dev.elman.reference;

import dev.elman.layers.Bidirectional;

/**
 * A recurrent layer in both directions (Schuster and Paliwal, 1997). Of a sequence of {@code T} time steps the forward
 * cell gives {@code f[0], ..., f[T-1]}, and the backward cell, in the order of its reading, {@code b[0], ..., b[T-1]}.
 * Where all steps are passed on, the output of step {@code t} is merged from what the two give when they read step
 * {@code t}; else the last one is merged from what the two give when they have read everything, and those before it,
 * which only a trace shows, in the order of reading too:
 *
 * <pre>
 * all steps:     y[t] = merge(f[t], b[T-1-t])      last step alone:     y[t] = merge(f[t], b[t])
 *
 * merge(f, b)    concat        sum        multiply      average
 *      forward   [f, b]        f + b      f * b         (f + b) / 2
 *      df        first half    dy         dy * b        dy / 2
 *      db        second half   dy         dy * f        dy / 2
 * </pre>
 *
 * Both cells read the same inputs, and so the gradients with respect to them add up.
 */
final class BidirectionalCell extends Cell {

    private final Bidirectional.Merge merge;
    private final int units;
    private final int width;
    private final boolean allSteps;
    private final Cell forward;
    private final Cell backward;
    private final Sequence forwardOutputs;
    private final Sequence backwardOutputs;
    private final Sequence dForwardOutputs;
    private final Sequence dBackwardOutputs;
    /** What the backward cell finds for the inputs. */
    private final Sequence dInputs;

    /**
     * Both cells as one.
     *
     * @param backward reads from the last step to the first
     */
    BidirectionalCell(Bidirectional layer, Cell forward, Cell backward, Place place, int timeSteps, int capacity) {
        merge = layer.merge();
        units = layer.layer().units();
        width = place.inputs();
        allSteps = layer.layer().allSteps();
        this.forward = forward;
        this.backward = backward;
        forwardOutputs = Sequence.zeros(timeSteps, capacity, units);
        backwardOutputs = Sequence.zeros(timeSteps, capacity, units);
        dForwardOutputs = Sequence.zeros(timeSteps, capacity, units);
        dBackwardOutputs = Sequence.zeros(timeSteps, capacity, units);
        dInputs = Sequence.zeros(timeSteps, capacity, width);
    }

    /** Which of the backward cell's outputs is merged at step {@code t} of so many. */
    private int partner(int t, int steps) {
        return allSteps ? steps - 1 - t : t;
    }

    @Override
    void forward(Pass pass, Sequence x, Sequence y, int steps) {
        forward.forward(pass, x, forwardOutputs, steps);
        backward.forward(pass, x, backwardOutputs, steps);
        for (int t = 0; t < steps; t++) {
            merge(forwardOutputs.at(t), backwardOutputs.at(partner(t, steps)), y.at(t), pass.batch);
        }
    }

    private void merge(double[] f, double[] b, double[] y, int batch) {
        for (int row = 0; row < batch; row++) {
            for (int j = 0; j < units; j++) {
                int k = row * units + j;
                switch (merge) {
                    case CONCAT -> {
                        y[2 * row * units + j] = f[k];
                        y[2 * row * units + units + j] = b[k];
                    }
                    case SUM -> y[k] = f[k] + b[k];
                    case MULTIPLY -> y[k] = f[k] * b[k];
                    case AVERAGE -> y[k] = (f[k] + b[k]) / 2;
                }
            }
        }
    }

    /** Always through all steps: gradients of a layer that goes backwards are not truncated. */
    @Override
    void backward(
            Pass pass, Sequence x, Sequence y, Sequence dy, Sequence dx, int from, int to, double[] gradient) {
        for (int t = from; t < to; t++) {
            int partner = partner(t, to);
            part(forwardOutputs.at(t), backwardOutputs.at(partner), dy.at(t), dForwardOutputs.at(t),
                    dBackwardOutputs.at(partner), pass.batch);
        }
        forward.backward(pass, x, forwardOutputs, dForwardOutputs, dx, from, to, gradient);
        backward.backward(
                pass, x, backwardOutputs, dBackwardOutputs, dx == null ? null : dInputs, from, to, gradient);
        if (dx != null) {
            for (int t = from; t < to; t++) {
                Products.add(dx.at(t), dInputs.at(t), pass.batch * width);
            }
        }
    }

    /** The gradients with respect to what was merged. */
    private void part(double[] f, double[] b, double[] dy, double[] df, double[] db, int batch) {
        for (int row = 0; row < batch; row++) {
            for (int j = 0; j < units; j++) {
                int k = row * units + j;
                switch (merge) {
                    case CONCAT -> {
                        df[k] = dy[2 * row * units + j];
                        db[k] = dy[2 * row * units + units + j];
                    }
                    case SUM -> {
                        df[k] = dy[k];
                        db[k] = dy[k];
                    }
                    case MULTIPLY -> {
                        df[k] = dy[k] * b[k];
                        db[k] = dy[k] * f[k];
                    }
                    case AVERAGE -> {
                        df[k] = dy[k] / 2;
                        db[k] = dy[k] / 2;
                    }
                }
            }
        }
    }

    @Override
    void readState(Pass pass, Sequence y, int steps, double[] states) {
        forward.readState(pass, forwardOutputs, steps, states);
        backward.readState(pass, backwardOutputs, steps, states);
    }
}

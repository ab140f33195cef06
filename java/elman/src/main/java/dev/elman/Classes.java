package dev.elman;

import dev.elman.layers.Softmax;
import java.util.Arrays;
import java.util.Objects;

/** Tells classes from what a model predicts. */
final class Classes {

    private Classes() {}

    /**
     * The most probable class of each output step; of a single yes or no, which is more probable.
     *
     * @param outputs {@code [steps, outputs]}
     */
    static int[] of(Model model, double[] outputs) {
        int width = model.architecture().outputs();
        int last = model.architecture().layers().size() - 1;
        boolean decision = model.head() instanceof Head.Binary && width == 1;
        if (model.head() instanceof Head.Binary && !decision) {
            throw new IllegalStateException("the model tells no class: each of its " + width + " outputs is a yes or no"
                    + " of its own; use predict, which gives the probability of each yes");
        }
        if (!decision && !(model.head() instanceof Head.Classes)
                && !(model.architecture().layers().get(last) instanceof Softmax)) {
            throw new IllegalStateException("the model tells no classes: its head is '" + model.head().id() + "' with "
                    + width + " outputs; train it with a cross-entropy loss, or say withHead(Head.CLASSES)");
        }
        int[] classes = new int[outputs.length / width];
        for (int step = 0; step < classes.length; step++) {
            classes[step] = decision ? (outputs[step] >= 0.5 ? 1 : 0) : largest(outputs, step * width, width);
        }
        return classes;
    }

    /** The most probable class of each output step of each sample. */
    static int[][] of(Model model, double[][] outputs) {
        return Arrays.stream(outputs).map(sample -> of(model, sample)).toArray(int[][]::new);
    }

    /** The most probable class of one sequence of tokens. */
    static int one(Model model, int[] tokens) {
        Objects.requireNonNull(tokens, "tokens");
        int[] classes = model.classify(Arrays.stream(tokens).asDoubleStream().toArray());
        if (classes.length != 1) {
            throw new IllegalStateException("the model tells a class for every time step; ask for them with"
                    + " classify(double[])");
        }
        return classes[0];
    }

    private static int largest(double[] values, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = values[from + i] > values[from + best] ? i : best;
        }
        return best;
    }
}

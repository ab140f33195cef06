package dev.elman.optim;

/**
 * How a gradient {@code g} changes the weights {@code w}, as a value. The learning rate here is the one at the start;
 * a {@link Schedule} may change it from step to step.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW, RmsProp, Adagrad {

    /** The learning rate before any schedule; positive. */
    double learningRate();

    /** The same optimizer with another learning rate. */
    Optimizer withLearningRate(double learningRate);

    /** How many values of state the optimizer keeps for every parameter: 0, 1 or 2. */
    int stateSlots();

    /** What every value of state begins at. */
    default double initialState() {
        return 0;
    }

    /** The library whose equations it follows. */
    Form form();

    /** The name used in files and on the command line, such as {@code adam}. */
    String id();
}

package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of cases that gradient checks, agreement tests and benchmarks walk through. First come cases that cover
 * every pair of values of any two axes, then random ones, then {@link #gates}.
 */
public final class Cases {

    /** The number of cases in the table: those of the axes, and those about gates. */
    public static final int COUNT = 648;

    /** The system property that sets the table's seed. */
    public static final String SEED_PROPERTY = "elman.test.seed";

    static final List<Stack> STACKS = List.of(Stack.values());
    static final List<Kind> KINDS = List.of(Kind.values());
    static final List<Activation> ACTIVATIONS = 
            List.of(Activation.LINEAR, Activation.TANH, Activation.SIGMOID, Activation.RELU);
    /**
     * Of gates. Linear and relu gates multiply states by what grows with them: over fifty steps they explode, so that
     * {@link #gates} has them over a few. Tanh gates stand for those that can be negative.
     */
    static final List<Activation> RECURRENT_ACTIVATIONS = List.of(Activation.SIGMOID, Activation.TANH);
    static final List<Boolean> FLAGS = List.of(true, false);
    static final List<Integer> BATCHES = List.of(1, 2, 7, 33);
    static final List<Integer> TIME_STEPS = List.of(1, 2, 13, 50);
    static final List<Integer> FEATURES = List.of(1, 3, 8);
    static final List<Integer> UNITS = List.of(1, 3, 16, 17, 64, 100, 128);
    static final List<Loss> LOSSES = List.of(
            Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR, Loss.huber(1), Loss.huber(0.3));
    /** Every optimizer in both forms; SGD plain, with momentum, and with Nesterov's. */
    static final List<Optimizer> OPTIMIZERS = List.of(
            Sgd.keras(),
            Sgd.keras().withMomentum(0.9, false),
            Sgd.keras().withMomentum(0.8, true),
            Sgd.torch(),
            Sgd.torch().withMomentum(0.9, false),
            Sgd.torch().withMomentum(0.8, true),
            Adam.keras(),
            Adam.torch(),
            RmsProp.keras(),
            RmsProp.torch().withLearningRate(1e-3));
    /** Limits that most gradients of the table exceed. */
    static final List<Clipping> CLIPPINGS = List.of(
            Clipping.none(),
            Clipping.byValue(0.02),
            Clipping.byNorm(0.1),
            Clipping.byGlobalNorm(0.1, Form.KERAS),
            Clipping.byGlobalNorm(0.1, Form.TORCH));
    static final List<Reach> REACHES = List.of(Reach.values());

    /** The axes in the order of {@link Case}'s components. */
    static final List<List<?>> AXES = List.of(
            STACKS,
            KINDS,
            KINDS,
            ACTIVATIONS,
            RECURRENT_ACTIVATIONS,
            ACTIVATIONS,
            FLAGS,
            BATCHES,
            TIME_STEPS,
            FEATURES,
            UNITS,
            LOSSES,
            OPTIMIZERS,
            CLIPPINGS,
            REACHES,
            FLAGS);

    private static final int STACK = 0;
    private static final int KIND = 1;
    private static final int UPPER_KIND = 2;
    private static final int RNN_ACTIVATION = 3;
    private static final int RECURRENT_ACTIVATION = 4;
    private static final int DENSE_ACTIVATION = 5;
    private static final int REACH = 14;
    private static final int ALL_STEPS = 15;

    private Cases() {}

    /** The table's seed: 1, or what the system property {@value #SEED_PROPERTY} says. */
    public static long seed() {
        return Long.getLong(SEED_PROPERTY, 1);
    }

    /** The table of the seed that {@link #seed()} gives; prints that seed. */
    public static List<Case> table() {
        long seed = seed();
        System.out.println("table of " + COUNT + " cases, seed " + seed + " (-D" + SEED_PROPERTY + "=N for another)");
        return table(seed);
    }

    /** The table of a seed. */
    public static List<Case> table(long seed) {
        RandomStream stream = RandomStream.of(seed, Purpose.DATA);
        List<int[]> rows = Pairwise.cover(sizes(), Cases::meet, stream);
        List<Case> gates = gates();
        while (rows.size() < COUNT - gates.size()) {
            int[] row = new int[AXES.size()];
            for (int axis = 0; axis < row.length; axis++) {
                row[axis] = stream.nextInt(AXES.get(axis).size());
            }
            if (isFit(row)) {
                rows.add(row);
            }
        }
        List<Case> cases = new ArrayList<>();
        for (int[] row : rows) {
            cases.add(of(row, stream.nextLong()));
        }
        cases.addAll(gates);
        return cases;
    }

    /** What gates are about: every kind of gated layer with every pair of activations, over a few steps. */
    public static List<Case> gates() {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : KINDS.stream().filter(Kind::isGated).toList()) {
            for (Activation activation : ACTIVATIONS) {
                for (Activation recurrentActivation : ACTIVATIONS) {
                    int n = cases.size();
                    cases.add(new Case(Stack.RNN_DENSE, kind, kind, activation, recurrentActivation, Activation.LINEAR,
                            n % 5 > 0, 3, 6, 2, 5, Loss.MEAN_SQUARED_ERROR, Sgd.torch(),
                            Clipping.none(), REACHES.get(n % REACHES.size()), n % 3 == 0, n));
                }
            }
        }
        return cases;
    }

    /**
     * What truncation is about: k = 1, 2, 5, T - 1 and T, the last step's output and all steps', one and two recurrent
     * layers of every kind, the second of another kind than the first, with and without a dense layer on top.
     */
    public static List<Case> truncations() {
        List<Case> cases = new ArrayList<>();
        for (Kind kind : KINDS) {
            Kind upperKind = KINDS.get((kind.ordinal() + 1) % KINDS.size());
            for (Stack stack : List.of(Stack.RNN, Stack.RNN_DENSE, Stack.RNN_RNN, Stack.RNN_RNN_DENSE)) {
                for (Reach reach : List.of(Reach.ONE, Reach.TWO, Reach.FIVE, Reach.ALL_BUT_ONE, Reach.ALL)) {
                    for (boolean allSteps : FLAGS) {
                        int n = cases.size();
                        cases.add(new Case(stack, kind, upperKind, ACTIVATIONS.get(n % ACTIVATIONS.size()),
                                Activation.SIGMOID, Activation.TANH, n % 3 > 0, 3, 8, 2, 5,
                                LOSSES.get(n % LOSSES.size()), Sgd.keras(), Clipping.none(), reach, allSteps, n));
                    }
                }
            }
        }
        return cases;
    }

    static int[] sizes() {
        return AXES.stream().mapToInt(List::size).toArray();
    }

    /**
     * Whether two values really meet in a row: an axis that says nothing about the row's stack (a dense layer's
     * activation where there is no dense layer) meets no other, and none meet in a row that is not fit for the table.
     */
    static boolean meet(int[] row, int axisA, int axisB) {
        return isFit(row) && applies(row, axisA) && applies(row, axisB);
    }

    /**
     * Whether a row is fit for the table. An LSTM with relu whose gates can be negative has a relu of its cell state,
     * a sum of products that are often tiny: in large cases some always lies near relu's kink, where engines may take
     * either slope. {@link #gates} has small ones.
     */
    private static boolean isFit(int[] row) {
        Stack stack = STACKS.get(row[STACK]);
        boolean lstm = stack.isRecurrent() && KINDS.get(row[KIND]) == Kind.LSTM
                || stack.recurrentLayers() > 1 && KINDS.get(row[UPPER_KIND]) == Kind.LSTM;
        return !lstm
                || ACTIVATIONS.get(row[RNN_ACTIVATION]) != Activation.RELU
                || RECURRENT_ACTIVATIONS.get(row[RECURRENT_ACTIVATION]) != Activation.TANH;
    }

    private static boolean applies(int[] row, int axis) {
        Stack stack = STACKS.get(row[STACK]);
        return switch (axis) {
            case KIND, RNN_ACTIVATION, REACH, ALL_STEPS -> stack.isRecurrent();
            case UPPER_KIND -> stack.recurrentLayers() > 1;
            case RECURRENT_ACTIVATION -> stack.isRecurrent() && KINDS.get(row[KIND]).isGated()
                    || stack.recurrentLayers() > 1 && KINDS.get(row[UPPER_KIND]).isGated();
            case DENSE_ACTIVATION -> stack.hasDense();
            default -> true;
        };
    }

    private static Case of(int[] row, long seed) {
        return new Case(
                STACKS.get(row[0]),
                KINDS.get(row[1]),
                KINDS.get(row[2]),
                ACTIVATIONS.get(row[3]),
                RECURRENT_ACTIVATIONS.get(row[4]),
                ACTIVATIONS.get(row[5]),
                FLAGS.get(row[6]),
                BATCHES.get(row[7]),
                TIME_STEPS.get(row[8]),
                FEATURES.get(row[9]),
                UNITS.get(row[10]),
                LOSSES.get(row[11]),
                OPTIMIZERS.get(row[12]),
                CLIPPINGS.get(row[13]),
                REACHES.get(row[14]),
                FLAGS.get(row[15]),
                seed);
    }
}

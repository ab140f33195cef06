package dev.elman.cases;

import dev.elman.layers.Activation;
import dev.elman.optim.Adagrad;
import dev.elman.optim.Adam;
import dev.elman.optim.AdamW;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Loss;
import dev.elman.optim.Optimizer;
import dev.elman.optim.RmsProp;
import dev.elman.optim.Sgd;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The table of cases that gradient checks, agreement tests and benchmarks walk through. First come cases that cover
 * every pair of values of any two axes, then random ones, most of them small, then {@link Families#gates}.
 */
public final class Cases {

    /** The number of cases in the table: those of the axes, and those about gates. */
    public static final int COUNT = 2200;

    /** The system property that sets the table's seed. */
    public static final String SEED_PROPERTY = "elman.test.seed";

    /** The system property that, with a number N, leaves every Nth case of the table to {@link #tested()}. */
    public static final String EVERY_PROPERTY = "elman.test.every";

    /** So many of the random cases are of any size; the others are small, so that many of them cost little. */
    private static final int ANY_SIZE = 100;

    static final List<Stack> STACKS = List.of(Stack.values());
    static final List<Kind> KINDS = List.of(Kind.values());
    private static final List<Kind> GRUS = List.of(Kind.GRU, Kind.GRU_RESET_BEFORE);
    static final List<Activation> RNN_ACTIVATIONS =
            Arrays.stream(Activation.values()).filter(Activation::isRecurrent).toList();
    /**
     * Of gates. Linear and relu gates multiply states by what grows with them: over fifty steps they explode, so that
     * {@link Families#gates} has them over a few. Tanh gates stand for those that can be negative.
     */
    static final List<Activation> RECURRENT_ACTIVATIONS =
            List.of(Activation.SIGMOID, Activation.TANH, Activation.HARD_SIGMOID);
    static final List<Activation> DENSE_ACTIVATIONS = List.of(Activation.values());
    static final List<Boolean> FLAGS = List.of(true, false);
    static final List<Integer> BATCHES = List.of(1, 2, 5, 7, 33);
    static final List<Integer> TIME_STEPS = List.of(1, 2, 5, 9, 13, 50);
    static final List<Integer> FEATURES = List.of(1, 3, 8);
    static final List<Integer> UNITS = List.of(1, 3, 8, 16, 17, 64, 100, 128);
    static final List<Loss> LOSSES = List.of(
            Loss.MEAN_SQUARED_ERROR, Loss.HALF_SQUARED_ERROR, Loss.MEAN_ABSOLUTE_ERROR, Loss.huber(1), Loss.huber(0.3),
            Loss.SPARSE_CROSS_ENTROPY, Loss.CROSS_ENTROPY, Loss.BINARY_CROSS_ENTROPY, Loss.quantiles(0.1, 0.5, 0.8),
            Loss.GAUSSIAN);
    /**
     * Every optimizer in both forms; SGD plain, with momentum, and with Nesterov's. No epsilon is below 1e-8: see
     * {@link Tolerances#DOUBLE_STEP}.
     */
    static final List<Optimizer> OPTIMIZERS = List.of(
            Sgd.keras(),
            Sgd.keras().withMomentum(0.9, false),
            Sgd.keras().withMomentum(0.8, true),
            Sgd.torch(),
            Sgd.torch().withMomentum(0.9, false),
            Sgd.torch().withMomentum(0.8, true),
            Adam.keras(),
            Adam.torch(),
            AdamW.keras(),
            AdamW.torch().withWeightDecay(0.3),
            RmsProp.keras(),
            RmsProp.torch().withLearningRate(1e-3),
            Adagrad.keras(),
            new Adagrad(0.01, 0, 1e-8, Form.TORCH));
    /** Limits that most gradients of the table exceed. */
    static final List<Clipping> CLIPPINGS = List.of(
            Clipping.none(),
            Clipping.byValue(0.02),
            Clipping.byNorm(0.1),
            Clipping.byGlobalNorm(0.1, Form.KERAS),
            Clipping.byGlobalNorm(0.1, Form.TORCH));
    static final List<Reach> REACHES = List.of(Reach.values());
    static final List<Direction> DIRECTIONS = List.of(Direction.values());
    static final List<Drop> DROPS = List.of(Drop.values());
    static final List<Contents> CONTENTS = List.of(Contents.values());
    static final List<Treatment> TREATMENTS = List.of(Treatment.values());
    static final List<Double> AVERAGE_DECAYS = List.of(0.0, 0.9);

    private static final int STACK = 0;
    private static final int KIND = 1;
    private static final int UPPER_KIND = 2;
    private static final int RNN_ACTIVATION = 3;
    private static final int RECURRENT_ACTIVATION = 4;
    private static final int DENSE_ACTIVATION = 5;
    private static final int BIAS = 6;
    private static final int DIRECTION = 7;
    private static final int DROP = 8;
    private static final int ALL_STEPS = 9;
    private static final int BATCH = 10;
    private static final int TIME = 11;
    private static final int FEATURE = 12;
    private static final int UNIT = 13;
    private static final int LOSS = 14;
    private static final int OPTIMIZER = 15;
    private static final int CLIPPING = 16;
    private static final int REACH = 17;
    private static final int TREATMENT = 18;
    private static final int AVERAGE_DECAY = 19;
    private static final int CONTENT = 20;

    /** The axes in the order of the numbers above. */
    static final List<List<?>> AXES = List.of(
            STACKS, KINDS, KINDS, RNN_ACTIVATIONS, RECURRENT_ACTIVATIONS, DENSE_ACTIVATIONS, FLAGS, DIRECTIONS, DROPS,
            FLAGS, BATCHES, TIME_STEPS, FEATURES, UNITS, LOSSES, OPTIMIZERS, CLIPPINGS, REACHES, TREATMENTS,
            AVERAGE_DECAYS, CONTENTS);

    /** How many of an axis's values small cases have: the first ones; all of those that are not named. */
    private static final Map<Integer, Integer> SMALL = Map.of(BATCH, 3, TIME, 4, UNIT, 3);

    private static final Map<Long, List<Case>> TABLES = new ConcurrentHashMap<>();

    private Cases() {}

    /** The table's seed: 1, or what the system property {@value #SEED_PROPERTY} says. */
    public static long seed() {
        return Long.getLong(SEED_PROPERTY, 1);
    }

    /** The table of the seed that {@link #seed()} gives; prints that seed. */
    public static List<Case> table() {
        long seed = seed();
        System.out.println("table of " + COUNT + " cases, seed " + seed + " (-D" + SEED_PROPERTY + "=N for another)");
        return TABLES.computeIfAbsent(seed, Cases::table);
    }

    /**
     * The cases of {@link #table()} that take long where the processor is emulated: all, or every Nth from the first on
     * where {@value #EVERY_PROPERTY} says so.
     */
    public static List<Case> tested() {
        List<Case> table = table();
        int every = every();
        return IntStream.range(0, table.size()).filter(i -> i % every == 0).mapToObj(table::get).toList();
    }

    /** What {@value #EVERY_PROPERTY} says. */
    public static int every() {
        return Integer.getInteger(EVERY_PROPERTY, 1);
    }

    /** The table of a seed. */
    public static List<Case> table(long seed) {
        RandomStream stream = RandomStream.of(seed, Purpose.DATA);
        List<int[]> rows = Pairwise.cover(sizes(), Cases::meet, stream);
        List<Case> gates = Families.gates();
        int anySize = rows.size() + ANY_SIZE;
        while (rows.size() < COUNT - gates.size()) {
            boolean small = rows.size() >= anySize;
            int[] row = new int[AXES.size()];
            for (int axis = 0; axis < row.length; axis++) {
                int values = AXES.get(axis).size();
                row[axis] = stream.nextInt(small ? SMALL.getOrDefault(axis, values) : values);
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
        return List.copyOf(cases);
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
     * either slope. Softplus states are large and positive, and with gates that can be negative they grow without
     * bound; so may, over fifty steps, those of a GRU of whose state dropout keeps a part and multiplies it.
     * {@link Families#gates} has small ones. Some losses want more outputs than a recurrent layer at the top may happen
     * to have. And of one value alone normalization makes nothing: below it there are gradients of rounding errors.
     */
    private static boolean isFit(int[] row) {
        Stack stack = STACKS.get(row[STACK]);
        boolean lstm = stack.isRecurrent() && KINDS.get(row[KIND]) == Kind.LSTM
                || stack.recurrentLayers() > 1 && KINDS.get(row[UPPER_KIND]) == Kind.LSTM;
        Activation activation = RNN_ACTIVATIONS.get(row[RNN_ACTIVATION]);
        boolean outOfHand = applies(row, RECURRENT_ACTIVATION)
                && RECURRENT_ACTIVATIONS.get(row[RECURRENT_ACTIVATION]) == Activation.TANH
                && (activation == Activation.SOFTPLUS || lstm && activation == Activation.RELU);
        Loss loss = LOSSES.get(row[LOSS]);
        boolean needsHead = loss instanceof Loss.Quantiles || loss instanceof Loss.Gaussian;
        boolean gru = GRUS.contains(KINDS.get(row[KIND])) || GRUS.contains(KINDS.get(row[UPPER_KIND]));
        outOfHand |= applies(row, DROP) && gru && TIME_STEPS.get(row[TIME]) > 13
                && DROPS.get(row[DROP]).recurrence().recurrentDropout() > 0;
        boolean nothing = stack.isNormalized() && UNITS.get(row[UNIT]) == 1;
        return !outOfHand && !nothing && (stack.hasHead() || !needsHead);
    }

    private static boolean applies(int[] row, int axis) {
        Stack stack = STACKS.get(row[STACK]);
        return switch (axis) {
            case KIND, RNN_ACTIVATION, DIRECTION, DROP, ALL_STEPS -> stack.isRecurrent();
            case REACH -> stack.isRecurrent() && DIRECTIONS.get(row[DIRECTION]) == Direction.FORWARD;
            case UPPER_KIND -> stack.recurrentLayers() > 1;
            case RECURRENT_ACTIVATION -> stack.isRecurrent() && KINDS.get(row[KIND]).isGated()
                    || stack.recurrentLayers() > 1 && KINDS.get(row[UPPER_KIND]).isGated();
            case DENSE_ACTIVATION -> stack.hasDense();
            case FEATURE -> !stack.hasTokens();
            default -> true;
        };
    }

    private static Case of(int[] row, long seed) {
        return new Case(
                new Net(
                        STACKS.get(row[STACK]),
                        KINDS.get(row[KIND]),
                        KINDS.get(row[UPPER_KIND]),
                        RNN_ACTIVATIONS.get(row[RNN_ACTIVATION]),
                        RECURRENT_ACTIVATIONS.get(row[RECURRENT_ACTIVATION]),
                        DENSE_ACTIVATIONS.get(row[DENSE_ACTIVATION]),
                        FLAGS.get(row[BIAS]),
                        DIRECTIONS.get(row[DIRECTION]),
                        DROPS.get(row[DROP]),
                        FLAGS.get(row[ALL_STEPS])),
                new Sizes(
                        BATCHES.get(row[BATCH]),
                        TIME_STEPS.get(row[TIME]),
                        FEATURES.get(row[FEATURE]),
                        UNITS.get(row[UNIT])),
                new Learning(
                        LOSSES.get(row[LOSS]),
                        OPTIMIZERS.get(row[OPTIMIZER]),
                        CLIPPINGS.get(row[CLIPPING]),
                        REACHES.get(row[REACH]),
                        TREATMENTS.get(row[TREATMENT]),
                        AVERAGE_DECAYS.get(row[AVERAGE_DECAY])),
                CONTENTS.get(row[CONTENT]),
                seed);
    }

    /** The values of a case in the order of the axes. */
    static List<Object> values(Case one) {
        Net net = one.net();
        Sizes sizes = one.sizes();
        Learning learning = one.learning();
        return List.of(
                net.stack(), net.kind(), net.upperKind(), net.rnnActivation(), net.recurrentActivation(),
                net.denseActivation(), net.bias(), net.direction(), net.drop(), net.allSteps(), sizes.batch(),
                sizes.timeSteps(), sizes.features(), sizes.units(), learning.loss(), learning.optimizer(),
                learning.clipping(), learning.reach(), learning.treatment(), learning.averageDecay(), one.contents());
    }
}

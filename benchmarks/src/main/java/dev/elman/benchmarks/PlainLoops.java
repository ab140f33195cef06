package dev.elman.benchmarks;

/**
 * Plain loops in Java: what a native library has to beat where networks are small. As a peer they have a process of
 * their own: the JVM compiles loops for what it has seen of them, and other workloads would be in the way.
 */
public final class PlainLoops implements Contender, PeerProgram.Peer {

    /** Nothing of which one run would take seconds. */
    private static final double LIMIT = 3e9;

    /** Found by its name. */
    public PlainLoops() {}

    @Override
    public String name() {
        return "plain-java";
    }

    @Override
    public boolean does(Workload workload) {
        return workload.flops() < LIMIT;
    }

    @Override
    public Subject open(Workload workload) {
        return open(Given.of(workload));
    }

    @Override
    public Subject open(Given given) {
        return switch (given.workload().task()) {
            case SUNSPOTS_FIT -> new Fit(given);
            case TRAINING_STEP -> new Step(given);
            case PREDICTION -> new Prediction(given);
            case STREAM_STEP -> new Stream(given);
        };
    }

    /** The whole fit, from new weights. */
    private static final class Fit implements Subject {

        private final Given given;
        private final float[] inputs;
        private final float[] targets;
        private double loss;

        Fit(Given given) {
            this.given = given;
            inputs = given.inputs();
            targets = given.targets();
        }

        @Override
        public void run() {
            PlainNetwork network = new PlainNetwork(given);
            int[] order = new int[targets.length];
            for (int epoch = 1; epoch <= FitSubject.EPOCHS; epoch++) {
                Given.order(order, epoch);
                double sum = 0;
                for (int i = 0; i < order.length; i++) {
                    sum += network.train(inputs, targets, order, i, 1);
                }
                loss = sum / order.length;
            }
        }

        @Override
        public double[] outcome() {
            return new double[] {loss};
        }

        @Override
        public int units() {
            return FitSubject.EPOCHS;
        }
    }

    /** Training steps on one mini-batch. */
    private static final class Step implements Subject {

        private final PlainNetwork network;
        private final float[] inputs;
        private final float[] targets;
        private final int[] order;
        private double loss;

        Step(Given given) {
            network = new PlainNetwork(given);
            inputs = given.inputs();
            targets = given.targets();
            order = new int[targets.length];
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
        }

        @Override
        public void run() {
            loss = network.train(inputs, targets, order, 0, order.length);
        }

        @Override
        public double[] outcome() {
            return new double[] {loss};
        }
    }

    /** Predictions of one batch. */
    private static final class Prediction implements Subject {

        private final PlainNetwork network;
        private final float[] inputs;
        private final float[] outputs;

        Prediction(Given given) {
            network = new PlainNetwork(given);
            inputs = given.inputs();
            outputs = new float[given.workload().batch()];
        }

        @Override
        public void run() {
            int sequence = inputs.length / outputs.length;
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = network.predict(inputs, i * sequence);
            }
        }

        @Override
        public double[] outcome() {
            double[] all = new double[outputs.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = outputs[i];
            }
            return all;
        }
    }

    /** The next time steps of one stream. */
    private static final class Stream implements Subject {

        private final PlainNetwork network;
        private final float[] inputs;
        private float output;
        private int next;

        Stream(Given given) {
            network = new PlainNetwork(given);
            inputs = given.inputs();
        }

        @Override
        public void run() {
            output = network.step(inputs, next);
            next = (next + 1) % Given.STREAM_INPUTS;
        }

        @Override
        public double[] outcome() {
            return new double[] {output};
        }
    }
}

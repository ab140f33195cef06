package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j: a MultiLayerNetwork that is fitted, asked for its output, or stepped. */
public final class Deeplearning4jPeer implements PeerProgram.Peer {

    private static final Adam ADAM = new Adam(0.001, 0.9, 0.999, 1e-7);

    /** Found by its name. */
    public Deeplearning4jPeer() {}

    @Override
    public Contender.Subject open(Given given) {
        return switch (given.workload().task()) {
            case SUNSPOTS_FIT -> new Fit(given);
            case TRAINING_STEP -> new Step(given);
            case PREDICTION -> new Prediction(given);
            case STREAM_STEP -> new Stream(given);
        };
    }

    private static MultiLayerNetwork network(Given given) {
        Workload workload = given.workload();
        int units = workload.units();
        FeedForwardLayer cell = workload.cell() == Cell.LSTM
                ? new LSTM.Builder().nIn(workload.features()).nOut(units).activation(Activation.TANH).build()
                : new SimpleRnn.Builder().nIn(workload.features()).nOut(units).activation(Activation.TANH).build();
        Activation last = workload.task() == Task.SUNSPOTS_FIT ? Activation.TANH : Activation.IDENTITY;
        boolean stream = workload.task() == Task.STREAM_STEP;
        Layer head = stream
                ? new RnnOutputLayer.Builder(LossFunction.MSE).nIn(units).nOut(1).activation(last).build()
                : new OutputLayer.Builder(LossFunction.MSE).nIn(units).nOut(1).activation(last).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(Given.SEED)
                .updater(ADAM)
                .list()
                .layer(stream ? cell : new LastTimeStep(cell))
                .layer(head)
                .build());
        network.init();
        // Its order of an LSTM's gates is c f o i.
        PeerWeights weights = new PeerWeights(given, 2, 1, 3, 0);
        int width = workload.cell().gates() * units;
        network.setParam("0_W", Nd4j.createFromArray(weights.kernel()).reshape(workload.features(), width));
        network.setParam("0_RW", Nd4j.createFromArray(weights.recurrentKernel()).reshape(units, width));
        network.setParam("0_b", Nd4j.createFromArray(weights.bias()).reshape(1, width));
        network.setParam("1_W", Nd4j.createFromArray(weights.headKernel()).reshape(units, 1));
        network.setParam("1_b", Nd4j.createFromArray(weights.headBias()).reshape(1, 1));
        return network;
    }

    /** {@code [samples, features, timeSteps]}. */
    private static INDArray inputs(Given given) {
        Workload workload = given.workload();
        return Nd4j.createFromArray(given.inputs())
                .reshape(given.samples().count(), workload.timeSteps(), workload.features())
                .permute(0, 2, 1).dup('f');
    }

    private static INDArray targets(Given given) {
        return Nd4j.createFromArray(given.targets()).reshape(given.samples().count(), 1);
    }

    /** The whole fit, from new weights. */
    private static final class Fit implements Contender.Subject {

        private final Given given;
        private final INDArray[] inputs;
        private final INDArray[] targets;
        private double loss;

        Fit(Given given) {
            this.given = given;
            int count = given.samples().count();
            float[] values = given.inputs();
            float[] wanted = given.targets();
            int timeSteps = given.workload().timeSteps();
            inputs = new INDArray[count];
            targets = new INDArray[count];
            for (int i = 0; i < count; i++) {
                float[] one = new float[timeSteps];
                System.arraycopy(values, i * timeSteps, one, 0, timeSteps);
                inputs[i] = Nd4j.createFromArray(one).reshape(1, 1, timeSteps);
                targets[i] = Nd4j.createFromArray(wanted[i]).reshape(1, 1);
            }
        }

        @Override
        public void run() {
            MultiLayerNetwork network = network(given);
            int[] order = new int[inputs.length];
            for (int epoch = 1; epoch <= FitSubject.EPOCHS; epoch++) {
                Given.order(order, epoch);
                double sum = 0;
                for (int sample : order) {
                    network.fit(inputs[sample], targets[sample]);
                    sum += network.score();
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
    private static final class Step implements Contender.Subject {

        private final MultiLayerNetwork network;
        private final INDArray inputs;
        private final INDArray targets;

        Step(Given given) {
            network = network(given);
            inputs = inputs(given);
            targets = targets(given);
        }

        @Override
        public void run() {
            network.fit(inputs, targets);
        }

        @Override
        public double[] outcome() {
            return new double[] {network.score()};
        }
    }

    /** Predictions of one batch. */
    private static final class Prediction implements Contender.Subject {

        private final MultiLayerNetwork network;
        private final INDArray inputs;
        private float[] outputs;

        Prediction(Given given) {
            network = network(given);
            inputs = inputs(given);
        }

        @Override
        public void run() {
            outputs = network.output(inputs).data().asFloat();
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
    private static final class Stream implements Contender.Subject {

        private final MultiLayerNetwork network;
        private final float[] inputs;
        private final INDArray input = Nd4j.create(1, 1, 1);
        private double output;
        private int next;

        Stream(Given given) {
            network = network(given);
            inputs = given.inputs();
        }

        @Override
        public void run() {
            input.putScalar(0, inputs[next]);
            next = (next + 1) % Given.STREAM_INPUTS;
            output = network.rnnTimeStep(input).getFloat(0);
        }

        @Override
        public double[] outcome() {
            return new double[] {output};
        }
    }
}

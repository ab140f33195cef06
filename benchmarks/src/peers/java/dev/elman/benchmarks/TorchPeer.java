package dev.elman.benchmarks;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch through JavaCPP: modules and Adam in training, inference mode in prediction, cells for streams. */
@SuppressWarnings("try") // Scopes and modes are there to be closed, and nobody names them.
public final class TorchPeer implements PeerProgram.Peer {

    /** Found by its name. */
    public TorchPeer() {}

    @Override
    public Contender.Subject open(Given given) {
        torch.set_num_threads(1);
        return switch (given.workload().task()) {
            case SUNSPOTS_FIT -> new Fit(given);
            case TRAINING_STEP -> new Step(given);
            case PREDICTION -> new Prediction(given);
            case STREAM_STEP -> new Stream(given);
        };
    }

    /** One training step; gives the loss. */
    private static Tensor train(TorchNetwork network, Adam optimizer, Tensor inputs, Tensor targets) {
        optimizer.zero_grad();
        Tensor loss = torch.mse_loss(network.forward(inputs), targets);
        loss.backward();
        optimizer.step();
        return loss;
    }

    /** The whole fit, from new weights. */
    private static final class Fit implements Contender.Subject {

        private final Given given;
        private final int count;
        private final Tensor inputs;
        private final Tensor targets;
        private double loss;

        Fit(Given given) {
            this.given = given;
            count = given.samples().count();
            inputs = TorchNetwork.tensor(given.inputs(), count, given.workload().timeSteps(), 1, 1);
            targets = TorchNetwork.tensor(given.targets(), count, 1, 1);
        }

        @Override
        public void run() {
            try (PointerScope all = new PointerScope()) {
                TorchNetwork network = new TorchNetwork(given);
                Adam optimizer = network.optimizer();
                int[] order = new int[count];
                for (int epoch = 1; epoch <= FitSubject.EPOCHS; epoch++) {
                    Given.order(order, epoch);
                    double sum = 0;
                    for (int sample : order) {
                        try (PointerScope step = new PointerScope()) {
                            sum += train(network, optimizer, inputs.select(0, sample), targets.select(0, sample))
                                    .item_float();
                        }
                    }
                    loss = sum / count;
                }
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

        private final TorchNetwork network;
        private final Adam optimizer;
        private final Tensor inputs;
        private final Tensor targets;
        private double loss;

        Step(Given given) {
            Workload workload = given.workload();
            network = new TorchNetwork(given);
            optimizer = network.optimizer();
            inputs = TorchNetwork.tensor(new PeerWeights(given).timeFirst(),
                    workload.timeSteps(), workload.batch(), workload.features());
            targets = TorchNetwork.tensor(given.targets(), workload.batch(), 1);
        }

        @Override
        public void run() {
            try (PointerScope step = new PointerScope()) {
                loss = train(network, optimizer, inputs, targets).item_float();
            }
        }

        @Override
        public double[] outcome() {
            return new double[] {loss};
        }
    }

    /** Predictions of one batch. */
    private static final class Prediction implements Contender.Subject {

        private final TorchNetwork network;
        private final Tensor inputs;
        private final float[] outputs;

        Prediction(Given given) {
            Workload workload = given.workload();
            network = new TorchNetwork(given);
            inputs = TorchNetwork.tensor(new PeerWeights(given).timeFirst(),
                    workload.timeSteps(), workload.batch(), workload.features());
            outputs = new float[workload.batch()];
        }

        @Override
        public void run() {
            try (PointerScope call = new PointerScope(); InferenceMode mode = new InferenceMode()) {
                network.forward(inputs).data_ptr_float().get(outputs);
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
    private static final class Stream implements Contender.Subject {

        private final TorchNetwork network;
        private final boolean lstm;
        private final Tensor[] weights;
        private final Tensor input;
        private final FloatPointer inputValue;
        private final float[] inputs;
        private Tensor h;
        private Tensor c;
        private float output;
        private int next;

        Stream(Given given) {
            Workload workload = given.workload();
            network = new TorchNetwork(given);
            lstm = workload.cell() == Workload.Cell.LSTM;
            weights = new Tensor[] {
                network.weight("weight_ih_l0"), network.weight("weight_hh_l0"), network.weight("bias_ih_l0"),
                network.weight("bias_hh_l0")
            };
            inputs = given.inputs();
            input = TorchNetwork.tensor(new float[1], 1, 1);
            inputValue = input.data_ptr_float();
            // References of our own, so that a step's scope does not free what the next one needs.
            h = TorchNetwork.tensor(new float[workload.units()], 1, workload.units()).retainReference();
            c = TorchNetwork.tensor(new float[workload.units()], 1, workload.units()).retainReference();
        }

        @Override
        public void run() {
            inputValue.put(inputs[next]);
            next = (next + 1) % Given.STREAM_INPUTS;
            Tensor oldH = h;
            Tensor oldC = c;
            try (PointerScope step = new PointerScope(); InferenceMode mode = new InferenceMode()) {
                TensorOptional bias = new TensorOptional(weights[2]);
                TensorOptional recurrentBias = new TensorOptional(weights[3]);
                if (lstm) {
                    TensorVector states = new TensorVector();
                    states.push_back(h);
                    states.push_back(c);
                    T_TensorTensor_T found =
                            torch.lstm_cell(input, states, weights[0], weights[1], bias, recurrentBias);
                    h = new Tensor(found.get0()).retainReference();
                    c = new Tensor(found.get1()).retainReference();
                } else {
                    h = torch.rnn_tanh_cell(input, h, weights[0], weights[1], bias, recurrentBias).retainReference();
                }
                output = network.head(h).item_float();
            }
            oldH.releaseReference();
            if (lstm) {
                oldC.releaseReference();
            }
        }

        @Override
        public double[] outcome() {
            return new double[] {output};
        }
    }
}

package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.FloatArrayRef;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A workload's network in PyTorch: a recurrent module over {@code [timeSteps, batch, features]} and a linear one. */
final class TorchNetwork {

    private static final double LEARNING_RATE = 0.001;

    /** Keras adds 1e-7 where PyTorch has a square root that is 1 / sqrt(1 - 0.999) times as large in the first step. */
    private static final double EPSILON = 1e-7 / Math.sqrt(1 - 0.999);

    private final Workload workload;
    private final Module cell;
    private final LinearImpl head;

    TorchNetwork(Given given) {
        workload = given.workload();
        int features = workload.features();
        int units = workload.units();
        int width = workload.cell().gates() * units;
        cell = switch (workload.cell()) {
            case RNN -> new RNNImpl(new RNNOptions(features, units));
            case LSTM -> new LSTMImpl(new LSTMOptions(features, units));
            case GRU -> new GRUImpl(new GRUOptions(features, units));
        };
        head = new LinearImpl(units, 1);
        // PyTorch's orders of gates: of an LSTM the same, of a GRU r z n.
        PeerWeights weights = workload.cell() == Cell.GRU ? new PeerWeights(given, 1, 0, 2)
                : new PeerWeights(given, 0, 1, 2, 3);
        set("weight_ih_l0", PeerWeights.transposed(weights.kernel(), width));
        set("weight_hh_l0", PeerWeights.transposed(weights.recurrentKernel(), width));
        set("bias_ih_l0", weights.bias());
        set("bias_hh_l0", weights.recurrentBias());
        set(head.weight(), weights.headKernel());
        set(head.bias(), weights.headBias());
    }

    private void set(String name, float[] values) {
        set(weight(name), values);
    }

    private static void set(Tensor weight, float[] values) {
        // What is copied into the tensor's own data is no step of the computation that gradients are of.
        weight.detach().copy_(tensor(values).view_as(weight));
    }

    /** A weight of the recurrent module: a handle of our own, since the list of them is a copy that goes away. */
    Tensor weight(String name) {
        return new Tensor(cell.named_parameters().get(name));
    }

    /** Adam over what is trained: of two biases that are only ever added the sum would move twice as fast. */
    Adam optimizer() {
        TensorVector trained = new TensorVector();
        trained.push_back(weight("weight_ih_l0"));
        trained.push_back(weight("weight_hh_l0"));
        trained.push_back(weight("bias_ih_l0"));
        if (workload.cell() == Cell.GRU) {
            trained.push_back(weight("bias_hh_l0"));
        } else {
            weight("bias_hh_l0").requires_grad_(false);
        }
        trained.push_back(head.weight());
        trained.push_back(head.bias());
        AdamOptions options = new AdamOptions(LEARNING_RATE);
        options.eps().put(EPSILON);
        return new Adam(trained, options);
    }

    /** {@code [batch, 1]} of {@code [timeSteps, batch, features]}. */
    Tensor forward(Tensor inputs) {
        Tensor last = switch (workload.cell()) {
            case RNN -> ((RNNImpl) cell).forward(inputs).get1();
            case LSTM -> ((LSTMImpl) cell).forward(inputs).get1().get0();
            case GRU -> ((GRUImpl) cell).forward(inputs).get1();
        };
        return head(last.squeeze(0));
    }

    /** {@code [batch, 1]} of the last states {@code [batch, units]}. */
    Tensor head(Tensor last) {
        Tensor outputs = head.forward(last);
        return workload.task() == Workload.Task.SUNSPOTS_FIT ? torch.tanh(outputs) : outputs;
    }

    /** A tensor of given values. */
    static Tensor tensor(float[] values, long... shape) {
        try (FloatPointer pointer = new FloatPointer(values)) {
            Tensor flat = torch.tensor(new FloatArrayRef(pointer, pointer.limit()));
            return shape.length == 0 ? flat : flat.view(shape);
        }
    }
}

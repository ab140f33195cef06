package dev.elman.golden.torch;

import dev.elman.golden.Numbers;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.T_PackedSequenceT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_PackedSequenceTensor_T;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.kReLU;

/** {@code nn.RNN}, {@code nn.LSTM} or {@code nn.GRU}, which take their sequences and states in ways of their own. */
final class TorchCell {

    /**
     * What it gives.
     *
     * @param outputs {@code [batch, time, directions * units]}, zero behind a sequence's end
     * @param h the last hidden states, {@code [layers * directions, batch, units]}
     * @param c the last cell states; null but of an LSTM
     */
    record Result(Tensor outputs, Tensor h, Tensor c) {}

    private final TorchCase one;
    private final Module module;
    private final Tensor h;
    private final Tensor c;

    /**
     * @param inputs the width of what it reads
     * @param h what its states begin with; null for zeros
     */
    TorchCell(TorchCase one, int inputs, Numbers h, Numbers c) {
        this.one = one;
        this.h = h == null ? null : Tensors.of(h);
        this.c = c == null ? null : Tensors.of(c);
        this.module = switch (one.type) {
            case "rnn" -> {
                RNNOptions options = new RNNOptions(inputs, one.units);
                options.num_layers().put(one.layers);
                options.bias().put(one.bias);
                options.batch_first().put(true);
                options.bidirectional().put(one.both);
                if (one.relu) {
                    options.nonlinearity().put(new kReLU());
                }
                yield new RNNImpl(options);
            }
            case "lstm" -> {
                LSTMOptions options = new LSTMOptions(inputs, one.units);
                options.num_layers().put(one.layers);
                options.bias().put(one.bias);
                options.batch_first().put(true);
                options.bidirectional().put(one.both);
                yield new LSTMImpl(options);
            }
            default -> {
                GRUOptions options = new GRUOptions(inputs, one.units);
                options.num_layers().put(one.layers);
                options.bias().put(one.bias);
                options.batch_first().put(true);
                options.bidirectional().put(one.both);
                yield new GRUImpl(options);
            }
        };
    }

    Module module() {
        return module;
    }

    Result forward(Tensor inputs) {
        return one.lengths == null ? ofFullSequences(inputs) : ofPacked(inputs);
    }

    private Result ofFullSequences(Tensor inputs) {
        if (module instanceof LSTMImpl lstm) {
            T_TensorT_TensorTensor_T_T result =
                    h == null ? lstm.forward(inputs) : lstm.forward(inputs, new T_TensorTensor_T(h, c));
            return new Result(result.get0(), result.get1().get0(), result.get1().get1());
        }
        T_TensorTensor_T result;
        if (module instanceof GRUImpl gru) {
            result = h == null ? gru.forward(inputs) : gru.forward(inputs, h);
        } else {
            RNNImpl rnn = (RNNImpl) module;
            result = h == null ? rnn.forward(inputs) : rnn.forward(inputs, h);
        }
        return new Result(result.get0(), result.get1(), null);
    }

    private Result ofPacked(Tensor inputs) {
        PackedSequence packed = torch.pack_padded_sequence(inputs, Tensors.of(one.lengths), true, false);
        if (module instanceof LSTMImpl lstm) {
            T_PackedSequenceT_TensorTensor_T_T result = h == null
                    ? lstm.forward_with_packed_input(packed)
                    : lstm.forward_with_packed_input(packed, new T_TensorTensor_T(h, c));
            return new Result(padded(result.get0()), result.get1().get0(), result.get1().get1());
        }
        T_PackedSequenceTensor_T result;
        if (module instanceof GRUImpl gru) {
            result = h == null ? gru.forward_with_packed_input(packed) : gru.forward_with_packed_input(packed, h);
        } else {
            RNNImpl rnn = (RNNImpl) module;
            result = h == null ? rnn.forward_with_packed_input(packed) : rnn.forward_with_packed_input(packed, h);
        }
        return new Result(padded(result.get0()), result.get1(), null);
    }

    private static Tensor padded(PackedSequence packed) {
        return torch.pad_packed_sequence(packed, true, 0, new LongOptional(TorchCase.TIME_STEPS)).get0();
    }
}

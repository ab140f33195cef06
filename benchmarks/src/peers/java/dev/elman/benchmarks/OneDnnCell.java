package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.rnn_direction;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.data_type;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.rnn_primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.dnnl.vanilla_rnn_backward;
import org.bytedeco.dnnl.vanilla_rnn_forward;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A recurrent layer of oneDNN: its forward and backward primitives with the memory they work on. Weights are brought
 * into the form that the primitives like best once, when it is made.
 */
final class OneDnnCell {

    private static final rnn_direction ALONG_TIME = rnn_direction.unidirectional_left2right;

    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(cpu);
    private final Cell cell;
    private final long timeSteps;
    private final long batch;
    private final long features;
    private final long units;
    private final long gates;

    private final memory inputs;
    private final memory kernel;
    private final memory recurrentKernel;
    private final memory bias;
    private final memory outputs;
    /** Two sets of h and, of an LSTM, c: one goes in, the other comes out. */
    private final memory[][] states = new memory[2][];
    private final rnn_primitive_desc_base forward;
    private final primitive forwardPrimitive;
    private final IntMemoryMap[] forwardArguments;

    private primitive backwardPrimitive;
    private IntMemoryMap backwardArguments;
    private memory[] weightSlopes;
    private memory outputSlopes;

    /** A layer that predicts, trains, or takes single steps with states that go from one to the next. */
    OneDnnCell(Given given) {
        Workload workload = given.workload();
        cell = workload.cell();
        timeSteps = workload.timeSteps();
        batch = workload.batch();
        features = workload.features();
        units = workload.units();
        gates = cell.gates();
        boolean steps = workload.task() == Workload.Task.STREAM_STEP;
        inputs = floats(layer(features));
        outputs = floats(layer(units));
        // oneDNN's orders of gates are the same: of an LSTM i f c o, of a GRU u r o.
        PeerWeights weights = new PeerWeights(given, 0, 1, 2, 3);
        kernel = floats(described(format_tag.ldigo, 1, 1, features, gates, units));
        put(kernel, weights.kernel());
        recurrentKernel = floats(described(format_tag.ldigo, 1, 1, units, gates, units));
        put(recurrentKernel, weights.recurrentKernel());
        float[] biases = cell == Cell.GRU ? fourBiases(weights) : weights.bias();
        bias = floats(described(format_tag.ldgo, 1, 1, biases.length / units, units));
        put(bias, biases);
        for (int set = 0; set < states.length; set++) {
            states[set] = new memory[] {floats(state()), floats(state())};
        }
        forward = forward(workload.task().trains());
        forwardPrimitive = new primitive(forward);
        forwardArguments = forwardArguments(steps);
    }

    /** oneDNN's GRU has one bias for the update and reset gates, and two for the candidate. */
    private float[] fourBiases(PeerWeights weights) {
        float[] four = new float[4 * (int) units];
        float[] ofKernel = weights.bias();
        float[] ofState = weights.recurrentBias();
        for (int i = 0; i < units; i++) {
            int candidate = 2 * (int) units + i;
            four[i] = ofKernel[i] + ofState[i];
            four[(int) units + i] = ofKernel[(int) units + i] + ofState[(int) units + i];
            four[candidate] = ofKernel[candidate];
            four[candidate + (int) units] = ofState[candidate];
        }
        return four;
    }

    private desc layer(long width) {
        return described(format_tag.tnc, timeSteps, batch, width);
    }

    private desc state() {
        return described(format_tag.ldnc, 1, 1, batch, units);
    }

    private static desc described(format_tag format, long... shape) {
        return new desc(shape, data_type.f32, format);
    }

    private static desc any(memory like) {
        desc known = like.get_desc();
        long[] shape = new long[known.get_ndims()];
        known.get_dims().get(shape);
        return described(format_tag.any, shape);
    }

    /** Memory, zero at first. */
    private memory floats(desc of) {
        memory made = new memory(of, cpu);
        Pointer.memset(made.get_data_handle(), 0, of.get_size());
        return made;
    }

    private static void put(memory to, float[] values) {
        new FloatPointer(to.get_data_handle()).put(values);
    }

    /** The memory in the form that a primitive wants. */
    private memory as(desc wanted, memory from) {
        if (wanted.equals(from.get_desc())) {
            return from;
        }
        memory to = floats(wanted);
        new reorder(from, to).execute(queue, from, to);
        queue._wait();
        return to;
    }

    private rnn_primitive_desc_base forward(boolean trains) {
        prop_kind kind = trains ? prop_kind.forward_training : prop_kind.forward_inference;
        desc x = inputs.get_desc();
        desc y = outputs.get_desc();
        desc b = bias.get_desc();
        desc state = state();
        return switch (cell) {
            case RNN -> new vanilla_rnn_forward.primitive_desc(cpu, kind, algorithm.eltwise_tanh, ALONG_TIME, x, state,
                    any(kernel), any(recurrentKernel), b, y, state);
            case LSTM -> new lstm_forward.primitive_desc(cpu, kind, ALONG_TIME, x, state, state,
                    any(kernel), any(recurrentKernel), b, y, state, state);
            case GRU -> new lbr_gru_forward.primitive_desc(cpu, kind, ALONG_TIME, x, state,
                    any(kernel), any(recurrentKernel), b, y, state);
        };
    }

    /** One set of arguments; of steps two, between which the states go back and forth. */
    private IntMemoryMap[] forwardArguments(boolean steps) {
        IntMemoryMap[] all = new IntMemoryMap[steps ? states.length : 1];
        for (int set = 0; set < all.length; set++) {
            IntMemoryMap arguments = new IntMemoryMap();
            arguments.put(dnnl.DNNL_ARG_SRC_LAYER, inputs);
            arguments.put(dnnl.DNNL_ARG_WEIGHTS_LAYER, as(forward.weights_layer_desc(), kernel));
            arguments.put(dnnl.DNNL_ARG_WEIGHTS_ITER, as(forward.weights_iter_desc(), recurrentKernel));
            arguments.put(dnnl.DNNL_ARG_BIAS, bias);
            arguments.put(dnnl.DNNL_ARG_DST_LAYER, outputs);
            putStates(arguments, states[set], states[1 - set]);
            all[set] = arguments;
        }
        return all;
    }

    private void putStates(IntMemoryMap arguments, memory[] before, memory[] after) {
        arguments.put(dnnl.DNNL_ARG_SRC_ITER, before[0]);
        arguments.put(dnnl.DNNL_ARG_DST_ITER, after[0]);
        if (cell == Cell.LSTM) {
            arguments.put(dnnl.DNNL_ARG_SRC_ITER_C, before[1]);
            arguments.put(dnnl.DNNL_ARG_DST_ITER_C, after[1]);
        }
    }

    /**
     * Adds the backward primitive, with given slopes of the loss by the last state {@code [batch, units]}. Initial
     * states are given although they are zero: without them this version gets the recurrent kernel's slopes wrong.
     */
    void makeBackward(float[] slopesOfLast) {
        desc x = inputs.get_desc();
        desc y = outputs.get_desc();
        desc b = bias.get_desc();
        desc h = state();
        prop_kind kind = prop_kind.backward;
        rnn_primitive_desc_base backward = switch (cell) {
            case RNN -> new vanilla_rnn_backward.primitive_desc(cpu, kind, algorithm.eltwise_tanh, ALONG_TIME, x, h,
                    any(kernel), any(recurrentKernel), b, y, h, x, h, any(kernel), any(recurrentKernel), b, y, h,
                    (vanilla_rnn_forward.primitive_desc) forward);
            case LSTM -> new lstm_backward.primitive_desc(cpu, kind, ALONG_TIME, x, h, h,
                    any(kernel), any(recurrentKernel), b, y, h, h, x, h, h, any(kernel), any(recurrentKernel), b, y, h,
                    h, (lstm_forward.primitive_desc) forward);
            case GRU -> new lbr_gru_backward.primitive_desc(cpu, kind, ALONG_TIME, x, h,
                    any(kernel), any(recurrentKernel), b, y, h, x, h, any(kernel), any(recurrentKernel), b, y, h,
                    (lbr_gru_forward.primitive_desc) forward);
        };
        backwardPrimitive = new primitive(backward);
        memory workspace = floats(forward.workspace_desc());
        forwardArguments[0].put(dnnl.DNNL_ARG_WORKSPACE, workspace);
        outputSlopes = floats(y);
        new FloatPointer(outputSlopes.get_data_handle()).position((timeSteps - 1) * batch * units).put(slopesOfLast);
        weightSlopes = new memory[] {
            floats(backward.diff_weights_layer_desc()), floats(backward.diff_weights_iter_desc()), floats(b)
        };
        backwardArguments = new IntMemoryMap();
        backwardArguments.put(dnnl.DNNL_ARG_SRC_LAYER, inputs);
        backwardArguments.put(dnnl.DNNL_ARG_WEIGHTS_LAYER, as(backward.weights_layer_desc(), kernel));
        backwardArguments.put(dnnl.DNNL_ARG_WEIGHTS_ITER, as(backward.weights_iter_desc(), recurrentKernel));
        backwardArguments.put(dnnl.DNNL_ARG_BIAS, bias);
        backwardArguments.put(dnnl.DNNL_ARG_DST_LAYER, outputs);
        backwardArguments.put(dnnl.DNNL_ARG_WORKSPACE, workspace);
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_DST_LAYER, outputSlopes);
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_SRC_LAYER, floats(x));
        putStates(backwardArguments, states[0], states[1]);
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_SRC_ITER, floats(h));
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_DST_ITER, floats(h));
        if (cell == Cell.LSTM) {
            backwardArguments.put(dnnl.DNNL_ARG_DIFF_SRC_ITER_C, floats(h));
            backwardArguments.put(dnnl.DNNL_ARG_DIFF_DST_ITER_C, floats(h));
        }
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_WEIGHTS_LAYER, weightSlopes[0]);
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_WEIGHTS_ITER, weightSlopes[1]);
        backwardArguments.put(dnnl.DNNL_ARG_DIFF_BIAS, weightSlopes[2]);
    }

    /** Where the inputs {@code [timeSteps, batch, features]} are. */
    FloatPointer inputs() {
        return new FloatPointer(inputs.get_data_handle());
    }

    /** Goes through time; with states that are kept, from those of the run before. */
    void forward(int run) {
        forwardPrimitive.execute(queue, forwardArguments[run % forwardArguments.length]);
        queue._wait();
    }

    /** Computes the slopes of all weights, which oneDNN adds to those there are. */
    void backward() {
        for (memory slopes : weightSlopes) {
            Pointer.memset(slopes.get_data_handle(), 0, slopes.get_desc().get_size());
        }
        backwardPrimitive.execute(queue, backwardArguments);
        queue._wait();
    }

    /** A copy of the state after the last step, {@code [batch, units]}. */
    float[] last() {
        float[] values = new float[(int) (batch * units)];
        new FloatPointer(outputs.get_data_handle()).position((timeSteps - 1) * batch * units).get(values);
        return values;
    }
}

package dev.elman.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.elman.benchmarks.Workload.Cell;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime's Java, as fast as it goes: weights are constants of the model, inputs and outputs are direct buffers
 * that are made once, outputs are written into place.
 */
public final class OnnxPeer implements PeerProgram.Peer {

    /** Found by its name. */
    public OnnxPeer() {}

    @Override
    public Contender.Subject open(Given given) {
        try {
            return new Subject(given);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The model: X and the states before go in, the output and the states behind come out. */
    private static byte[] model(Given given) {
        Workload workload = given.workload();
        boolean stream = workload.task() == Workload.Task.STREAM_STEP;
        boolean lstm = workload.cell() == Cell.LSTM;
        int units = workload.units();
        int batch = workload.batch();
        int width = workload.cell().gates() * units;
        // ONNX's order of an LSTM's gates is i o f c.
        PeerWeights weights = new PeerWeights(given, 0, 3, 1, 2);
        float[] biases = new float[2 * width];
        System.arraycopy(weights.bias(), 0, biases, 0, width);
        OnnxModel model = new OnnxModel()
                .input("X", workload.timeSteps(), batch, workload.features())
                .constant("W", PeerWeights.transposed(weights.kernel(), width), 1, width, workload.features())
                .constant("R", PeerWeights.transposed(weights.recurrentKernel(), width), 1, width, units)
                .constant("B", biases, 1, 2 * width)
                .constant("K", weights.headKernel(), units, 1)
                .constant("b", weights.headBias(), 1)
                .shape("rows", batch, units)
                .output("output", batch, 1);
        List<String> inputs = new ArrayList<>(List.of("X", "W", "R", "B", ""));
        for (String state : lstm ? List.of("h", "c") : List.of("h")) {
            inputs.add(stream ? state : "");
            if (stream) {
                model.input(state, 1, batch, units).output("next_" + state, 1, batch, units);
            }
        }
        List<String> outputs = lstm ? List.of("", "next_h", "next_c") : List.of("", "next_h");
        return model
                .node(lstm ? "LSTM" : "RNN", inputs, outputs).attribute("hidden_size", units).add()
                .node("Reshape", List.of("next_h", "rows"), List.of("last")).add()
                .node("Gemm", List.of("last", "K", "b"), List.of("output")).add()
                .bytes();
    }

    /** A session with its buffers. */
    private static final class Subject implements Contender.Subject {

        /** Two sets: the states that come out of one go into the other. */
        private static final int SETS = 2;

        private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
        private final OrtSession session;
        private final float[] inputs;
        private final FloatBuffer input;
        private final FloatBuffer output;
        private final List<Map<String, OnnxTensor>> given = new ArrayList<>();
        private final List<Map<String, OnnxTensor>> found = new ArrayList<>();
        private final boolean stream;
        private int steps;

        Subject(Given work) throws OrtException {
            Workload workload = work.workload();
            stream = workload.task() == Workload.Task.STREAM_STEP;
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model(work), options);
            inputs = new PeerWeights(work).timeFirst();
            input = floats(workload.timeSteps() * workload.batch() * workload.features());
            output = floats(workload.batch());
            input.put(0, inputs, 0, input.capacity());
            OnnxTensor x = tensor(input, workload.timeSteps(), workload.batch(), workload.features());
            OnnxTensor y = tensor(output, workload.batch(), 1);
            List<Map<String, OnnxTensor>> states = new ArrayList<>();
            for (int set = 0; set < SETS; set++) {
                Map<String, OnnxTensor> of = new HashMap<>();
                for (String state : workload.cell() == Cell.LSTM ? List.of("h", "c") : List.of("h")) {
                    of.put(state, tensor(floats(workload.batch() * workload.units()), 1, workload.batch(),
                            workload.units()));
                }
                states.add(of);
            }
            for (int set = 0; set < SETS; set++) {
                Map<String, OnnxTensor> in = new HashMap<>(Map.of("X", x));
                Map<String, OnnxTensor> out = new HashMap<>(Map.of("output", y));
                if (stream) {
                    in.putAll(states.get(set));
                    states.get(1 - set).forEach((name, tensor) -> out.put("next_" + name, tensor));
                }
                given.add(in);
                found.add(out);
            }
        }

        private static FloatBuffer floats(int count) {
            return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
        }

        private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
            return OnnxTensor.createTensor(environment, values, shape);
        }

        @Override
        public void run() {
            if (stream) {
                input.put(0, inputs[steps % Given.STREAM_INPUTS]);
            }
            int set = steps++ % SETS;
            try {
                // What is found is where it belongs: there is nothing to take out of the result.
                session.run(given.get(set), Set.of(), found.get(set)).close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public double[] outcome() {
            double[] all = new double[output.capacity()];
            for (int i = 0; i < all.length; i++) {
                all[i] = output.get(i);
            }
            return all;
        }
    }
}

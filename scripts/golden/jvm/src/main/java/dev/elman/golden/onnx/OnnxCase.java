package dev.elman.golden.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.elman.golden.Generator;
import dev.elman.golden.Numbers;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One of ONNX's recurrent operators over one batch, computed by ONNX Runtime. */
final class OnnxCase {

    private static final int BATCH = 3;
    private static final int TIME_STEPS = 5;
    private static final int FEATURES = 2;
    private static final int UNITS = 3;

    private final String operator;
    private final String name;
    private final int gates;
    private String direction = "forward";
    private int[] lengths;
    private boolean initialState;
    private boolean linearBeforeReset;
    private String activation = "Tanh";

    OnnxCase(String operator, String name) {
        this.operator = operator;
        this.name = operator.toLowerCase(Locale.ROOT) + ", " + name;
        this.gates = switch (operator) {
            case "LSTM" -> 4;
            case "GRU" -> 3;
            default -> 1;
        };
    }

    OnnxCase direction(String direction) {
        this.direction = direction;
        return this;
    }

    OnnxCase lengths(int... lengths) {
        this.lengths = lengths;
        return this;
    }

    OnnxCase initialState() {
        initialState = true;
        return this;
    }

    OnnxCase linearBeforeReset(boolean linearBeforeReset) {
        this.linearBeforeReset = linearBeforeReset;
        return this;
    }

    OnnxCase relu() {
        activation = "Relu";
        return this;
    }

    private boolean isLstm() {
        return operator.equals("LSTM");
    }

    private boolean both() {
        return direction.equals("bidirectional");
    }

    private int directions() {
        return both() ? 2 : 1;
    }

    /** The case with everything that ONNX Runtime finds. */
    Map<String, Object> results(OrtEnvironment environment) throws OrtException {
        Generator generator = new Generator("ONNX " + name);
        Numbers inputs = generator.tensor(1, BATCH, TIME_STEPS, FEATURES);
        Map<String, Numbers> weights = new LinkedHashMap<>();
        weights.put("W", generator.tensor(0.7, directions(), (long) gates * UNITS, FEATURES));
        weights.put("R", generator.tensor(0.7, directions(), (long) gates * UNITS, UNITS));
        weights.put("B", generator.tensor(0.3, directions(), 2L * gates * UNITS));
        Map<String, Numbers> states = new LinkedHashMap<>();
        if (initialState) {
            states.put("initial_h", generator.tensor(0.5, directions(), BATCH, UNITS));
            if (isLstm()) {
                states.put("initial_c", generator.tensor(0.5, directions(), BATCH, UNITS));
            }
        }
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        given.put("X", tensor(environment, timeFirst(inputs)));
        for (Map<String, Numbers> tensors : List.of(weights, states)) {
            for (Map.Entry<String, Numbers> tensor : tensors.entrySet()) {
                given.put(tensor.getKey(), tensor(environment, tensor.getValue()));
            }
        }
        if (lengths != null) {
            given.put("sequence_lens",
                    OnnxTensor.createTensor(environment, IntBuffer.wrap(lengths), new long[] {BATCH}));
        }
        try (OrtSession session = environment.createSession(model(given.keySet().stream().toList()));
                OrtSession.Result found = session.run(given)) {
            return fields(inputs, weights, states, found);
        }
    }

    private byte[] model(List<String> given) {
        List<OnnxModel.Port> inputs = new ArrayList<>();
        for (String port : List.of("X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c")) {
            boolean lens = port.equals("sequence_lens");
            int rank = lens ? 1 : port.equals("B") ? 2 : 3;
            inputs.add(new OnnxModel.Port(
                    given.contains(port) ? port : "", lens ? OnnxModel.Type.INT32 : OnnxModel.Type.FLOAT, rank));
        }
        if (!isLstm()) {
            inputs.remove(inputs.size() - 1);
        }
        List<OnnxModel.Port> outputs = new ArrayList<>(List.of(
                new OnnxModel.Port("Y", OnnxModel.Type.FLOAT, 4), new OnnxModel.Port("Y_h", OnnxModel.Type.FLOAT, 3)));
        if (isLstm()) {
            outputs.add(new OnnxModel.Port("Y_c", OnnxModel.Type.FLOAT, 3));
        }
        OnnxModel model = new OnnxModel(operator, inputs, outputs)
                .attribute("hidden_size", UNITS)
                .attribute("direction", direction);
        if (operator.equals("GRU")) {
            model.attribute("linear_before_reset", linearBeforeReset ? 1 : 0);
        }
        if (operator.equals("RNN")) {
            model.attribute("activations", both() ? List.of(activation, activation) : List.of(activation));
        }
        return model.bytes();
    }

    private Map<String, Object> fields(
            Numbers inputs, Map<String, Numbers> weights, Map<String, Numbers> states, OrtSession.Result found)
            throws OrtException {
        Map<String, Object> layer = new LinkedHashMap<>();
        layer.put("type", operator.toLowerCase(Locale.ROOT));
        layer.put("units", UNITS);
        layer.put("activation", activation.toLowerCase(Locale.ROOT));
        if (gates > 1) {
            layer.put("recurrentActivation", "sigmoid");
        }
        if (operator.equals("GRU")) {
            layer.put("reset", linearBeforeReset ? "after" : "before");
        }
        layer.put("bias", true);
        layer.put("steps", "all");
        layer.put("direction", both() ? "both" : direction.equals("reverse") ? "backward" : "forward");
        if (both()) {
            layer.put("merge", "concat");
        }
        layer.put("weights", weights.entrySet().stream().map(w -> w.getValue().fields(w.getKey())).toList());
        if (initialState) {
            layer.put("initialState", named(states.get("initial_h"), states.get("initial_c")));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("features", FEATURES);
        fields.put("timeSteps", TIME_STEPS);
        fields.put("inputs", inputs.fields());
        if (lengths != null) {
            fields.put("lengths", Arrays.stream(lengths).asLongStream().toArray());
        }
        fields.put("layers", List.of(layer));
        fields.put("outputs", batchFirst(read(found, "Y")).fields());
        List<Map<String, Object>> finalState = new ArrayList<>();
        for (Map<String, Object> state : named(read(found, "Y_h"), isLstm() ? read(found, "Y_c") : null)) {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("layer", 0);
            of.putAll(state);
            finalState.add(of);
        }
        fields.put("finalState", finalState);
        return fields;
    }

    /** States {@code [directions, batch, units]} one by one: forward h (and c), then backward. */
    private List<Map<String, Object>> named(Numbers h, Numbers c) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < directions(); i++) {
            String prefix = !both() ? "" : i == 0 ? "forward/" : "backward/";
            all.add(part(h, i).fields(prefix + "h"));
            if (c != null) {
                all.add(part(c, i).fields(prefix + "c"));
            }
        }
        return all;
    }

    private static Numbers part(Numbers all, int direction) {
        int size = BATCH * UNITS;
        return new Numbers(new long[] {BATCH, UNITS},
                Arrays.copyOfRange(all.values(), direction * size, (direction + 1) * size));
    }

    private static Numbers timeFirst(Numbers inputs) {
        double[] moved = new double[inputs.values().length];
        for (int sample = 0; sample < BATCH; sample++) {
            for (int t = 0; t < TIME_STEPS; t++) {
                System.arraycopy(inputs.values(), (sample * TIME_STEPS + t) * FEATURES,
                        moved, (t * BATCH + sample) * FEATURES, FEATURES);
            }
        }
        return new Numbers(new long[] {TIME_STEPS, BATCH, FEATURES}, moved);
    }

    /** From {@code [time, directions, batch, units]} to {@code [batch, time, directions * units]}. */
    private Numbers batchFirst(Numbers outputs) {
        double[] moved = new double[outputs.values().length];
        int from = 0;
        for (int t = 0; t < TIME_STEPS; t++) {
            for (int i = 0; i < directions(); i++) {
                for (int sample = 0; sample < BATCH; sample++) {
                    int to = ((sample * TIME_STEPS + t) * directions() + i) * UNITS;
                    System.arraycopy(outputs.values(), from, moved, to, UNITS);
                    from += UNITS;
                }
            }
        }
        return new Numbers(new long[] {BATCH, TIME_STEPS, (long) directions() * UNITS}, moved);
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Numbers numbers) throws OrtException {
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(numbers.floats()), numbers.shape());
    }

    private static Numbers read(OrtSession.Result found, String name) {
        OnnxTensor tensor = (OnnxTensor) found.get(name).orElseThrow();
        FloatBuffer floats = tensor.getFloatBuffer();
        double[] values = new double[floats.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats.get(i);
        }
        return new Numbers(tensor.getInfo().getShape(), values);
    }
}

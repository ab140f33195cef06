package dev.elman.golden.torch;

import dev.elman.golden.Generator;
import dev.elman.golden.Numbers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What goes into a case's network, and what should come out. */
final class TorchData {

    /** A class that PyTorch's cross-entropy passes over. */
    static final int IGNORED = -100;

    private final TorchCase one;
    private final Numbers features;
    private final int[] tokens;
    private final Numbers targets;
    private final int[] classes;

    TorchData(TorchCase one, Generator generator) {
        this.one = one;
        int places = TorchCase.BATCH * TorchCase.TIME_STEPS;
        features = one.tokens
                ? null : generator.tensor(1, TorchCase.BATCH, TorchCase.TIME_STEPS, TorchCase.FEATURES);
        tokens = one.tokens ? new int[places] : null;
        for (int place = 0; one.tokens && place < places; place++) {
            tokens[place] = counts(place) ? 1 + generator.below(TorchCase.VOCABULARY - 1) : 0;
        }
        if (one.loss.equals("softmaxCrossEntropy")) {
            targets = null;
            classes = new int[Numbers.size(steps())];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = generator.below(one.outputs);
            }
        } else {
            classes = null;
            long[] steps = steps();
            long[] shape = Arrays.copyOf(steps, steps.length + 1);
            shape[steps.length] = one.outputs;
            Numbers drawn = generator.tensor(1, shape);
            if (one.loss.equals("sigmoidCrossEntropy")) {
                Arrays.setAll(drawn.values(), i -> drawn.values()[i] < 0 ? 0 : 1);
            }
            targets = drawn;
        }
    }

    private long[] steps() {
        return one.allSteps ? new long[] {TorchCase.BATCH, TorchCase.TIME_STEPS} : new long[] {TorchCase.BATCH};
    }

    /** Whether a step of all sequences' is before its sequence's end. */
    private boolean counts(int place) {
        return place % TorchCase.TIME_STEPS < one.length(place / TorchCase.TIME_STEPS);
    }

    Tensor inputs() {
        return one.tokens ? Tensors.of(tokens, TorchCase.BATCH, TorchCase.TIME_STEPS) : Tensors.of(features);
    }

    /** Targets of the outputs' shape, or one class for each step of each sequence. */
    Tensor targets() {
        if (targets != null) {
            return Tensors.of(targets);
        }
        int[] counting = classes.clone();
        for (int i = 0; one.allSteps && i < counting.length; i++) {
            if (!counts(i)) {
                counting[i] = IGNORED;
            }
        }
        return Tensors.of(counting);
    }

    void describe(Map<String, Object> fields) {
        if (features != null) {
            fields.put("features", TorchCase.FEATURES);
        }
        fields.put("timeSteps", TorchCase.TIME_STEPS);
        if (features != null) {
            fields.put("inputs", features.fields());
        } else {
            fields.put("tokens", wholeNumbers(tokens, TorchCase.BATCH, TorchCase.TIME_STEPS));
        }
        if (one.lengths != null) {
            fields.put("lengths", longs(one.lengths));
        }
    }

    Map<String, Object> describeLoss(double value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", one.loss);
        if (targets != null) {
            fields.put("targets", targets.fields());
        } else {
            fields.put("classes", wholeNumbers(classes, steps()));
        }
        if (one.loss.equals("huber")) {
            fields.put("delta", TorchCase.DELTA);
        }
        fields.put("value", value);
        return fields;
    }

    private static Map<String, Object> wholeNumbers(int[] values, long... shape) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("shape", shape);
        fields.put("values", longs(values));
        return fields;
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}

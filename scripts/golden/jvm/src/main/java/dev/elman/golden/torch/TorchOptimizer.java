package dev.elman.golden.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;

/** PyTorch's optimizers, with rates at which ten steps change weights by about a tenth. */
enum TorchOptimizer {
    SGD_PLAIN("sgd", 0.1),
    SGD_MOMENTUM("sgd", 0.05),
    SGD_NESTEROV("sgd", 0.05),
    ADAM("adam", 0.01),
    ADAM_LARGE_EPSILON("adam", 0.01),
    ADAM_W("adamw", 0.01),
    RMS_PROP("rmsprop", 0.01),
    ADAGRAD("adagrad", 0.05);

    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 0.1;
    /** So large that it matters whether it is added to a square or to its root. */
    private static final double LARGE_EPSILON = 1e-3;

    private final String type;
    private final double learningRate;

    TorchOptimizer(String type, double learningRate) {
        this.type = type;
        this.learningRate = learningRate;
    }

    Optimizer make(TensorVector parameters) {
        return switch (this) {
            case SGD_PLAIN, SGD_MOMENTUM, SGD_NESTEROV -> {
                SGDOptions options = new SGDOptions(learningRate);
                options.momentum().put(this == SGD_PLAIN ? 0 : MOMENTUM);
                options.nesterov().put(this == SGD_NESTEROV);
                yield new SGD(parameters, options);
            }
            case ADAM -> new Adam(parameters, new AdamOptions(learningRate));
            case ADAM_LARGE_EPSILON -> {
                AdamOptions options = new AdamOptions(learningRate);
                options.eps().put(LARGE_EPSILON);
                yield new Adam(parameters, options);
            }
            case ADAM_W -> {
                AdamWOptions options = new AdamWOptions(learningRate);
                options.weight_decay().put(WEIGHT_DECAY);
                yield new AdamW(parameters, options);
            }
            case RMS_PROP -> {
                RMSpropOptions options = new RMSpropOptions(learningRate);
                options.eps().put(LARGE_EPSILON);
                yield new RMSprop(parameters, options);
            }
            case ADAGRAD -> {
                AdagradOptions options = new AdagradOptions(learningRate);
                options.eps().put(LARGE_EPSILON);
                yield new Adagrad(parameters, options);
            }
        };
    }

    /** What a golden file says of it; PyTorch's defaults by their numbers. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("learningRate", learningRate);
        switch (this) {
            case SGD_PLAIN -> { }
            case SGD_MOMENTUM, SGD_NESTEROV -> {
                fields.put("momentum", MOMENTUM);
                fields.put("nesterov", this == SGD_NESTEROV);
            }
            case ADAM, ADAM_LARGE_EPSILON, ADAM_W -> {
                fields.put("beta1", 0.9);
                fields.put("beta2", 0.999);
                fields.put("epsilon", this == ADAM_LARGE_EPSILON ? LARGE_EPSILON : new AdamOptions().eps().get());
                if (this == ADAM_W) {
                    fields.put("weightDecay", WEIGHT_DECAY);
                }
            }
            case RMS_PROP -> {
                fields.put("rho", new RMSpropOptions().alpha().get());
                fields.put("epsilon", LARGE_EPSILON);
            }
            case ADAGRAD -> {
                fields.put("initialAccumulator", new AdagradOptions().initial_accumulator_value().get());
                fields.put("epsilon", LARGE_EPSILON);
            }
        }
        return fields;
    }
}

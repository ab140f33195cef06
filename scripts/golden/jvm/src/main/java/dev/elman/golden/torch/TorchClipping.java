package dev.elman.golden.torch;

import java.util.Map;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What PyTorch does to large gradients, with limits that the gradients of the cases exceed. */
enum TorchClipping {
    NONE,
    GLOBAL_NORM,
    VALUE;

    private static final double LIMIT = 0.05;

    void clip(TensorVector parameters) {
        switch (this) {
            case NONE -> { }
            case GLOBAL_NORM -> torch.clip_grad_norm_(parameters, LIMIT);
            case VALUE -> torch.clip_grad_value_(parameters, LIMIT);
        }
    }

    /** What a golden file says of it; null where there is nothing to say. */
    Map<String, Object> fields() {
        return switch (this) {
            case NONE -> null;
            case GLOBAL_NORM -> Map.of("globalNorm", LIMIT);
            case VALUE -> Map.of("value", LIMIT);
        };
    }
}

package dev.elman.cases;

import dev.elman.layers.Architecture;
import dev.elman.optim.LayerRule;
import dev.elman.optim.Penalty;
import java.util.ArrayList;
import java.util.List;

/** How training treats the layers of a case: what large weights cost, and which layer is frozen. */
public enum Treatment {
    USUAL,
    PENALTIES,
    FROZEN_BELOW,
    FROZEN_ABOVE;

    /** Of kernels both, of recurrent kernels l2, of biases l1. */
    private static final LayerRule PAYING = LayerRule.DEFAULT
            .withKernel(new Penalty(0.002, 0.003))
            .withRecurrentKernel(new Penalty(0, 0.01))
            .withBias(new Penalty(0.005, 0));

    /** A rule for each layer, or none where none is special. The layers beside a frozen one pay. */
    List<LayerRule> rules(Architecture architecture) {
        int count = architecture.layers().size();
        List<LayerRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean frozen = this == FROZEN_BELOW && i == 0 || this == FROZEN_ABOVE && i == count - 1;
            rules.add(PAYING.withTrainable(!frozen));
        }
        return this == USUAL ? List.of() : rules;
    }
}

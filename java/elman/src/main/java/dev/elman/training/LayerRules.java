package dev.elman.training;

import dev.elman.layers.Architecture;
import dev.elman.optim.LayerRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How training treats the parameters of each layer, before it is known how many layers there are; an immutable value.
 *
 * @param others the rule of every layer that has none of its own
 * @param own the rules of single layers by the layer's index, from 0
 */
public record LayerRules(LayerRule others, SortedMap<Integer, LayerRule> own) {

    /** Every layer is trainable, and none pays a penalty. */
    public static final LayerRules DEFAULT = new LayerRules(LayerRule.DEFAULT, new TreeMap<>());

    public LayerRules {
        Objects.requireNonNull(others, "others");
        own = Collections.unmodifiableSortedMap(new TreeMap<>(own));
        if (!own.isEmpty() && own.firstKey() < 0) {
            throw new IllegalArgumentException("the index of a layer is at least 0 but was " + own.firstKey());
        }
    }

    /** The rule of a layer. */
    public LayerRule rule(int layer) {
        return own.getOrDefault(layer, others);
    }

    /** These rules with another one for every layer that has none of its own. */
    public LayerRules withOthers(LayerRule rule) {
        return new LayerRules(rule, own);
    }

    /** These rules with another one for a layer. */
    public LayerRules with(int layer, LayerRule rule) {
        TreeMap<Integer, LayerRule> more = new TreeMap<>(own);
        more.put(layer, Objects.requireNonNull(rule, "rule"));
        return new LayerRules(others, more);
    }

    /**
     * The rule of each layer of an architecture; empty where none is special.
     *
     * @throws IllegalArgumentException where there is a rule of a layer that the architecture does not have, or nothing
     *     that could learn
     */
    List<LayerRule> of(Architecture architecture) {
        int layers = architecture.layers().size();
        for (Map.Entry<Integer, LayerRule> entry : own.entrySet()) {
            if (entry.getKey() >= layers) {
                throw new IllegalArgumentException("there is a rule for layer " + entry.getKey() + " but the layers of "
                        + architecture + " are 0 to " + (layers - 1));
            }
        }
        if (architecture.parameterCount() > 0
                && architecture.parameters().stream().noneMatch(one -> rule(one.layer()).trainable())) {
            throw new IllegalArgumentException("no layer that has parameters is trainable: nothing would be learnt;"
                    + " leave at least one of " + architecture + " trainable");
        }
        List<LayerRule> all = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            all.add(rule(layer));
        }
        return all.stream().allMatch(LayerRule.DEFAULT::equals) ? List.of() : all;
    }
}

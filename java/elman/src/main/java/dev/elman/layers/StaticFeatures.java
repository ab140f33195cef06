package dev.elman.layers;

import java.util.List;

/**
 * Puts the features that a sequence has as a whole (not one value per time step) behind each row of its input:
 * {@code [x, static]}. As the first layer it joins them to every time step, behind the last recurrent layer to what
 * the head sees.
 *
 * @param count how many static features a sequence has, from 1 to {@link Layer#MAX_UNITS}; the same wherever an
 *     architecture joins them
 */
public record StaticFeatures(int count) implements Layer {

    public StaticFeatures {
        Layer.requireSize("count", count);
    }

    @Override
    public String type() {
        return "staticFeatures";
    }

    @Override
    public int outputs(int inputs) {
        return inputs + count;
    }

    @Override
    public List<String> options() {
        return List.of(Integer.toString(count));
    }
}

package dev.elman.data;

import java.util.HashSet;
import java.util.List;

/**
 * What the numbers that go into a model and come out of it mean; kept in the model, so that it can be applied to new
 * data.
 *
 * <p>One sample goes in as {@code [lookBack, features]}; out come {@code horizon * targets} numbers for a step, in the
 * order {@code [horizon, targets]}: all targets of the next row, then all of the row after it, ...
 *
 * @param features the input columns, in order; at least one
 * @param targets the columns that are predicted, in order; empty for data without targets
 * @param lookBack time steps of one input, at least 1; 0 where sequences may have any number of them
 * @param horizon time steps that are predicted at once, at least 1
 * @param scaler how the columns were scaled; null where the values are used as they are
 */
public record Schema(List<String> features, List<String> targets, int lookBack, int horizon, Scaler scaler) {

    public Schema {
        features = Names.check("features", features);
        targets = Names.check("targets", targets);
        if (features.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one feature");
        }
        if (lookBack < 0) {
            throw new IllegalArgumentException(
                    "lookBack must be at least 1, or 0 for sequences of any length, but was " + lookBack);
        }
        Sizes.positive("horizon", horizon);
        Sizes.product("values of one input", Math.max(1, lookBack), features.size());
        Sizes.product("outputs", horizon, targets.size());
        if (scaler != null) {
            for (String feature : features) {
                scaler.requireColumn(feature);
            }
            for (String target : targets) {
                scaler.requireColumn(target);
            }
        }
    }

    /** Whether the values are scaled, so that they and the data's own units differ. */
    public boolean isScaled() {
        return scaler != null;
    }

    /** The numbers that come out at once (at each step, where there is an output at every step): horizon * targets. */
    public int outputs() {
        return horizon * targets.size();
    }

    /** Whether sequences may have any number of time steps. */
    public boolean hasAnyLength() {
        return lookBack == 0;
    }

    /** The same meaning of sequences of any number of time steps. */
    public Schema withAnyLength() {
        return new Schema(features, targets, 0, horizon, scaler);
    }

    /** Whether every feature is also a target, so that predictions can be fed back as inputs. */
    public boolean feedsBack() {
        return firstNonTargetFeature() == null;
    }

    /** The first feature that is not a target, or null where every feature is one. */
    public String firstNonTargetFeature() {
        HashSet<String> predicted = new HashSet<>(targets);
        return features.stream().filter(name -> !predicted.contains(name)).findFirst()
                .orElse(null);
    }

    /** That it is for samples of this shape, naming both where it is not. */
    void requireFits(Samples samples) {
        require(hasAnyLength() || lookBack == samples.timeSteps(), "look-back", lookBack, "time steps",
                samples.timeSteps());
        require(features.size() == samples.features(), "features", features.size(), "features", samples.features());
        require(!samples.hasTargets() || outputs() == samples.outputs(), "horizon * targets", outputs(), "outputs",
                samples.outputs());
    }

    private static void require(boolean same, String name, int asked, String own, int there) {
        if (!same) {
            throw new DataException("the schema says " + asked + " " + name + " but the samples have " + there + " "
                    + own);
        }
    }

    /**
     * The schema of arrays of which only the shape is known: features {@code input 1}, {@code input 2}, ... and
     * targets {@code output 1}, ..., not scaled.
     */
    static Schema unnamed(int timeSteps, int features, int outputs) {
        return new Schema(Names.numbered("input ", features), Names.numbered("output ", outputs), timeSteps, 1, null);
    }
}

package dev.elman;

import dev.elman.format.FormatException;
import dev.elman.format.Json;
import dev.elman.format.JsonObject;
import dev.elman.optim.Loss;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the outputs of a network stand for, which follows from the loss that it learnt with, and so what a model gives
 * that predicts: a value of a target, probabilities, or what describes a distribution. Kept in a model's file.
 */
public sealed interface Head {

    /** Each output is a value of a target, in its unit. */
    Head POINT = new Point();

    /** The outputs of a time step are logits of classes, of which one is right; a model gives their probabilities. */
    Head CLASSES = new Classes();

    /** Each output is the logit of a yes; a model gives its probability. */
    Head BINARY = new Binary();

    /**
     * The outputs of a time step are the means of all targets, then the logarithms of their variances; a model gives
     * the means, then the standard deviations, both in the targets' units.
     */
    Head GAUSSIAN = new Gaussian();

    /**
     * The outputs of a time step are quantiles of each target, {@code [targets, quantiles]}, in its unit.
     *
     * @param levels in ascending order, each in (0, 1)
     */
    static Head quantiles(double... levels) {
        return new Quantiles(Arrays.stream(levels).boxed().toList());
    }

    /** What a network that learns with a loss gives. */
    static Head of(Loss loss) {
        if (loss instanceof Loss.SparseCrossEntropy || loss instanceof Loss.CrossEntropy) {
            return CLASSES;
        }
        if (loss instanceof Loss.BinaryCrossEntropy) {
            return BINARY;
        }
        if (loss instanceof Loss.Gaussian) {
            return GAUSSIAN;
        }
        return loss instanceof Loss.Quantiles quantiles ? new Quantiles(quantiles.levels()) : POINT;
    }

    /** The name used in files, such as {@code classes}. */
    String id();

    /**
     * Whether targets of so many values at a time step go with so many outputs: as many; of classes, also one value,
     * the number of the class; of quantiles and a normal distribution, as many as are described.
     */
    default boolean fits(int outputs, int targets) {
        return outputs == targets;
    }

    /**
     * For each value of a target the place, among the outputs of a time step, of the one that is compared with it and
     * that a forecast goes on with: the value itself, the mean, or the quantile nearest to the median.
     */
    default int[] points(int targets) {
        int[] points = new int[targets];
        for (int target = 0; target < targets; target++) {
            points[target] = target;
        }
        return points;
    }

    /** Each output is a value of a target. */
    record Point() implements Head {
        @Override
        public String id() {
            return "point";
        }
    }

    /** The outputs are logits of classes, of which one is right. */
    record Classes() implements Head {
        @Override
        public String id() {
            return "classes";
        }

        @Override
        public boolean fits(int outputs, int targets) {
            return targets == 1 || targets == outputs;
        }
    }

    /** Each output is the logit of a yes. */
    record Binary() implements Head {
        @Override
        public String id() {
            return "binary";
        }
    }

    /** The outputs are means, then logarithms of variances. */
    record Gaussian() implements Head {
        @Override
        public String id() {
            return "gaussian";
        }

        @Override
        public boolean fits(int outputs, int targets) {
            return outputs == 2L * targets;
        }
    }

    /**
     * The outputs are quantiles of each target.
     *
     * @param levels in ascending order, each in (0, 1)
     */
    record Quantiles(List<Double> levels) implements Head {
        public Quantiles {
            levels = new Loss.Quantiles(levels).levels();
        }

        @Override
        public String id() {
            return "quantiles";
        }

        @Override
        public boolean fits(int outputs, int targets) {
            return outputs == (long) levels.size() * targets;
        }

        @Override
        public int[] points(int targets) {
            int median = 0;
            for (int level = 1; level < levels.size(); level++) {
                if (Math.abs(levels.get(level) - 0.5) < Math.abs(levels.get(median) - 0.5)) {
                    median = level;
                }
            }
            int[] points = new int[targets];
            for (int target = 0; target < targets; target++) {
                points[target] = target * levels.size() + median;
            }
            return points;
        }
    }

    /** The head as one line of JSON: {@code {"type":"quantiles","levels":[0.1,0.5,0.9]}}. */
    static String toJson(Head head) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", head.id());
        if (head instanceof Quantiles quantiles) {
            fields.put("levels", quantiles.levels());
        }
        return Json.write(fields);
    }

    /**
     * The head that {@link #toJson} wrote.
     *
     * @throws FormatException where it is none, or one that this version does not know
     */
    static Head fromJson(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        String type = fields.text("type");
        if (type.equals("quantiles")) {
            fields.requireOnly("type", "levels");
            try {
                return quantiles(fields.numbers("levels"));
            } catch (IllegalArgumentException e) {
                throw new FormatException(where + ": " + e.getMessage(), e);
            }
        }
        fields.requireOnly("type");
        for (Head head : List.of(POINT, CLASSES, BINARY, GAUSSIAN)) {
            if (head.id().equals(type)) {
                return head;
            }
        }
        throw fields.invalid("unknown head '" + type + "'; this version knows point, classes, binary, quantiles and"
                + " gaussian");
    }
}

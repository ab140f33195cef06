package dev.elman;

/** Checks of the features that sequences have as a whole. */
final class StaticValues {

    private StaticValues() {}

    /** That there are as many as the network takes, all finite in its precision; null stands for none. */
    static void require(double[] values, Weights weights, String of) {
        int count = weights.architecture().staticFeatures();
        int given = values == null ? 0 : values.length;
        if (given != count) {
            throw new IllegalArgumentException("the model takes " + count + " static features of every sequence but "
                    + of + " has " + given);
        }
        for (int i = 0; i < given; i++) {
            if (!Double.isFinite(weights.precision().round(values[i]))) {
                throw new IllegalArgumentException("static features must be finite but number " + i + " (from 0) of "
                        + of + " was " + values[i] + " in " + weights.precision().id());
            }
        }
    }
}

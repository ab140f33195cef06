package dev.elman.data;

/**
 * What a scaler needs to know of a column that is not constant; missing values are passed over.
 *
 * @param min the smallest value
 * @param max the largest value
 * @param mean the mean
 * @param standardDeviation of the population
 */
record ColumnStatistics(double min, double max, double mean, double standardDeviation) {

    static ColumnStatistics of(TimeSeries series, String name, String method) {
        double[] column = series.column(name);
        int count = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : column) {
            if (!Double.isNaN(value)) {
                count++;
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
            }
        }
        if (count == 0) {
            throw new DataException("all " + column.length + " values of column \"" + name + "\" are missing: "
                    + method + " scaling has nothing to go by");
        }
        if (min == max) {
            throw new DataException("column \"" + name + "\" is " + min + " in all " + column.length + " rows: "
                    + method + " scaling would divide by zero; leave the column out or do not scale");
        }
        double mean = sum / count;
        double squares = 0;
        for (double value : column) {
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
            }
        }
        double standardDeviation = Math.sqrt(squares / count);
        if (Double.isInfinite(max - min) || !Double.isFinite(standardDeviation) || standardDeviation == 0) {
            throw new DataException("column \"" + name + "\" reaches from " + min + " to " + max + ": " + method
                    + " scaling does not fit into a double; bring the column to another unit");
        }
        return new ColumnStatistics(min, max, mean, standardDeviation);
    }
}

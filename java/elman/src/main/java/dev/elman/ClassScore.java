package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.data.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How often the right class is told, from logits. */
final class ClassScore implements Score {

    private final Dataset data;
    /** Logits at one time step. */
    private final int width;
    /** Whether one class of all is right, or each output is a yes or no of its own. */
    private final boolean exclusive;
    private final long[] actual;
    private final long[] told;
    private final long[] right;
    private final long[] ranks;
    private long count;
    private long values;
    private double crossEntropy;
    private double squares;
    private double absolutes;

    private ClassScore(Dataset data, int width, boolean exclusive) {
        this.data = data;
        this.width = width;
        this.exclusive = exclusive;
        actual = new long[width];
        told = new long[width];
        right = new long[width];
        ranks = new long[exclusive ? width : 2];
    }

    /** A score of logits of classes; targets are classes, or a probability of each. */
    static ClassScore ofClasses(Dataset data, int classes) {
        return new ClassScore(data, classes, true);
    }

    /** A score of logits of yeses; targets are their probabilities. */
    static ClassScore ofDecisions(Dataset data, int outputs) {
        return new ClassScore(data, outputs, false);
    }

    @Override
    public void add(int sample, double[] logits, int from) {
        Samples samples = data.samples();
        for (int step = 0; step < samples.targetSteps(sample); step++) {
            if (samples.weight(sample, step) != 0) {
                int target = samples.targetOffsets()[sample] + step * data.outputs();
                if (exclusive) {
                    addClasses(logits, from + step * width, samples.values(), target);
                } else {
                    addDecisions(logits, from + step * width, samples.values(), target);
                }
            }
        }
    }

    private void addClasses(double[] z, int from, double[] targets, int target) {
        int best = largest(z, from);
        double logSum = logSum(z, from, z[from + best]);
        boolean sparse = data.outputs() == 1;
        int rightClass = sparse ? (int) targets[target] : largest(targets, target);
        int rank = 0;
        for (int k = 0; k < width; k++) {
            double share = sparse ? (k == rightClass ? 1 : 0) : targets[target + k];
            // Where the share is zero nothing is lost, also where the probability is so small that it is none.
            crossEntropy += share == 0 ? 0 : share * (logSum - z[from + k]);
            error(Math.exp(z[from + k] - logSum) - share);
            double logit = z[from + k];
            double rightOne = z[from + rightClass];
            rank += logit > rightOne || logit == rightOne && k < rightClass ? 1 : 0;
        }
        actual[rightClass]++;
        told[best]++;
        right[best] += best == rightClass ? 1 : 0;
        ranks[rank]++;
        count++;
    }

    private void addDecisions(double[] z, int from, double[] targets, int target) {
        for (int k = 0; k < width; k++) {
            double logit = z[from + k];
            double share = targets[target + k];
            boolean is = share >= 0.5;
            boolean says = logit >= 0;
            // log(1 + exp(z)) without overflow.
            crossEntropy += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - share * logit;
            error(1 / (1 + Math.exp(-logit)) - share);
            actual[k] += is ? 1 : 0;
            told[k] += says ? 1 : 0;
            right[k] += is && says ? 1 : 0;
            ranks[is == says ? 0 : 1]++;
            count++;
        }
    }

    private void error(double error) {
        squares += error * error;
        absolutes += Math.abs(error);
        values++;
    }

    private int largest(double[] all, int from) {
        int best = 0;
        for (int k = 1; k < width; k++) {
            best = all[from + k] > all[from + best] ? k : best;
        }
        return best;
    }

    private double logSum(double[] z, int from, double largest) {
        double sum = 0;
        for (int k = 0; k < width; k++) {
            sum += Math.exp(z[from + k] - largest);
        }
        return largest + Math.log(sum);
    }

    private Classification classification() {
        List<Classification.Category> categories = new ArrayList<>(width);
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        int seen = 0;
        for (int k = 0; k < width; k++) {
            double ownPrecision = share(right[k], told[k]);
            double ownRecall = share(right[k], actual[k]);
            // 2 / (1 / precision + 1 / recall), without their divisions.
            double ownF1 = share(2 * right[k], told[k] + actual[k]);
            categories.add(new Classification.Category(k, actual[k], told[k], ownPrecision, ownRecall, ownF1));
            if (actual[k] + told[k] > 0) {
                seen++;
                precision += ownPrecision;
                recall += ownRecall;
                f1 += ownF1;
            }
        }
        List<Long> all = new ArrayList<>(ranks.length);
        for (long rank : ranks) {
            all.add(rank);
        }
        double entropy = crossEntropy / count;
        return new Classification(count, (double) ranks[0] / count, entropy, Math.exp(entropy), precision / seen,
                recall / seen, f1 / seen, categories, all);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    @Override
    public Evaluation evaluation() {
        double mse = squares / values;
        return new Evaluation(data.count(), mse, Math.sqrt(mse), absolutes / values, Double.NaN, Double.NaN, mse,
                Math.sqrt(mse), OptionalDouble.empty(), OptionalDouble.empty(), List.of(),
                Optional.of(classification()));
    }
}

package dev.elman.benchmarks;

import dev.elman.data.Samples;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;

/**
 * Sequences of the adding problem (Hochreiter and Schmidhuber, 1997), made as often as they are asked for: of the two
 * features of a time step the first is a random number from [0, 1), the second is 1 at one step of the first half and
 * at one of the second half, else 0. The target is the sum of the two numbers so marked: whoever always says 1 has a
 * mean squared error of 1/6. (The paper's numbers are from [-1, 1] and its target is scaled into [0, 1]: there the mean
 * alone has 1/24.)
 */
final class AddingSequences {

    static final int FEATURES = 2;

    private final int timeSteps;
    private final double[] values;
    private final Samples samples;

    /** Room for so many sequences. */
    AddingSequences(int count, int timeSteps) {
        this.timeSteps = timeSteps;
        int inputs = timeSteps * FEATURES;
        values = new double[count * (inputs + 1)];
        int[] inputOffsets = new int[count];
        int[] targetOffsets = new int[count];
        for (int i = 0; i < count; i++) {
            inputOffsets[i] = i * (inputs + 1);
            targetOffsets[i] = inputOffsets[i] + inputs;
        }
        samples = new Samples(values, timeSteps, FEATURES, inputOffsets, 1, 1, targetOffsets);
    }

    /**
     * Fresh ones.
     *
     * @param block which: another number gives others
     */
    Samples fill(long seed, int block) {
        for (int i = 0; i < samples.count(); i++) {
            RandomStream random = RandomStream.of(seed, Purpose.DATA, block, 0, i);
            int begin = samples.inputOffsets()[i];
            for (int step = 0; step < timeSteps; step++) {
                values[begin + step * FEATURES] = random.nextDouble();
                values[begin + step * FEATURES + 1] = 0;
            }
            int half = timeSteps / 2;
            int first = begin + random.nextInt(half) * FEATURES;
            int second = begin + (half + random.nextInt(timeSteps - half)) * FEATURES;
            values[first + 1] = 1;
            values[second + 1] = 1;
            values[samples.targetOffsets()[i]] = values[first] + values[second];
        }
        return samples;
    }
}

package dev.elman.cli.text;

import dev.elman.Model;
import dev.elman.Stream;
import dev.elman.data.Vocabulary;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;

/**
 * Writes on from a prompt, a character at a time, each drawn by the probabilities that the model gives after all before
 * it.
 */
public final class Sampler {

    private Sampler() {}

    /**
     * Draws a text.
     *
     * @param model of characters, with its vocabulary
     * @param prompt what the text begins with; where it is empty the model begins after an end of line
     * @param length characters to draw, at least 1
     * @param temperature what the logarithms of probabilities are divided by, at least 0: below 1 the likely becomes
     *     likelier, at 0 the likeliest is always taken
     * @param seed what the drawing follows from
     * @return what was drawn, without the prompt
     * @throws dev.elman.data.DataException where a character of the prompt is not in the vocabulary
     */
    public static String sample(Model model, String prompt, int length, double temperature, long seed) {
        Vocabulary vocabulary = model.vocabulary();
        RandomStream random = RandomStream.of(seed, Purpose.SAMPLING);
        int[] drawn = new int[length];
        try (Stream stream = model.stream()) {
            double[] probabilities = null;
            for (int character : vocabulary.encode(prompt.isEmpty() ? beginning(vocabulary) : prompt)) {
                probabilities = stream.step(new double[] {character});
            }
            for (int i = 0; i < length; i++) {
                drawn[i] = draw(probabilities, temperature, random.nextDouble());
                if (i + 1 < length) {
                    probabilities = stream.step(new double[] {drawn[i]});
                }
            }
        }
        return vocabulary.decode(drawn);
    }

    private static String beginning(Vocabulary vocabulary) {
        for (int i = 0; i < vocabulary.size(); i++) {
            if (vocabulary.symbol(i).equals("\n")) {
                return "\n";
            }
        }
        return vocabulary.symbol(0);
    }

    /** The number at which the running sum of probabilities, each to the power of 1 / temperature, passes a share. */
    static int draw(double[] probabilities, double temperature, double share) {
        int likeliest = 0;
        for (int i = 1; i < probabilities.length; i++) {
            likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
        }
        if (temperature == 0) {
            return likeliest;
        }
        double[] powers = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < powers.length; i++) {
            // By the likeliest, so that a low temperature does not make all of them zero.
            powers[i] = Math.pow(probabilities[i] / probabilities[likeliest], 1 / temperature);
            sum += powers[i];
        }
        double passed = 0;
        for (int i = 0; i < powers.length; i++) {
            passed += powers[i];
            if (passed > share * sum) {
                return i;
            }
        }
        return likeliest;
    }
}

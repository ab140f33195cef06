package dev.elman.cli;

import dev.elman.cli.text.Sampler;
import dev.elman.data.Vocabulary;
import dev.elman.training.Progress;

/** Tells of the training of a character model: mini-batches, losses, and after every epoch what it writes by then. */
final class TextProgress implements Fitting.Teller {

    /** So that samples of different epochs can be compared. */
    private static final long SAMPLE_SEED = 1;
    /** A little below one: fewer slips, and still variety. */
    private static final double SAMPLE_TEMPERATURE = 0.8;

    private final Console console;
    private final Vocabulary vocabulary;
    private final int sample;
    private final ProgressLine line;

    /**
     * Begins to tell.
     *
     * @param steps mini-batches of all epochs
     * @param sample characters to write after every epoch, or 0
     */
    TextProgress(Console console, Vocabulary vocabulary, long steps, int sample) {
        this.console = console;
        this.vocabulary = vocabulary;
        this.sample = sample;
        line = new ProgressLine(console, "mini-batch", steps);
    }

    @Override
    public boolean everyMiniBatch() {
        return true;
    }

    @Override
    public void onMiniBatch(Progress progress) {
        double heldOut = progress.validationLoss().orElse(Double.NaN);
        line.step("epoch " + progress.epoch() + "  nats " + Texts.fixed(progress.loss(), 3)
                + (Double.isNaN(heldOut) ? "" : "  held out " + Texts.fixed(heldOut, 3)));
    }

    @Override
    public void onEpochEnd(Progress progress) {
        if (sample > 0) {
            String text = Sampler.sample(progress.model().withVocabulary(vocabulary), "", sample, SAMPLE_TEMPERATURE,
                    SAMPLE_SEED);
            line.interject("epoch " + progress.epoch() + ", loss " + Texts.fixed(progress.loss(), 4)
                    + progress.validationLoss().stream().mapToObj(loss -> ", held out " + Texts.fixed(loss, 4))
                            .findFirst().orElse("")
                    + " nats; it writes:" + System.lineSeparator() + text.indent(4));
        }
    }

    @Override
    public void close() {
        line.close();
    }
}

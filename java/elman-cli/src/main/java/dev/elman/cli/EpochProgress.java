package dev.elman.cli;

import dev.elman.training.Progress;

/** Tells of a training in progress: epoch, loss, validation loss, time left. */
final class EpochProgress implements Fitting.Teller {

    private final ProgressLine line;

    EpochProgress(Console console, int epochs) {
        line = new ProgressLine(console, "epoch", epochs);
    }

    @Override
    public void onEpochEnd(Progress progress) {
        double validation = progress.validationLoss().orElse(Double.NaN);
        line.step("loss " + Texts.figure(progress.loss())
                + (Double.isNaN(validation) ? "" : "  validation loss " + Texts.figure(validation)));
    }

    @Override
    public void close() {
        line.close();
    }
}

package dev.elman.cli;

import dev.elman.training.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A picture of the losses of a training, epoch by epoch. */
final class LearningCurve {

    private LearningCurve() {}

    static void write(Path file, String title, History history) throws IOException {
        List<History.Epoch> epochs = history.epochs();
        double[] numbers = IntStream.rangeClosed(1, epochs.size()).asDoubleStream().toArray();
        Picture picture = new Picture();
        Picture.Plot plot = picture.plot(title, "epoch", "loss")
                .line("train, while learning", numbers,
                        epochs.stream().mapToDouble(History.Epoch::loss).toArray(), Picture.ACTUAL);
        if (epochs.stream().allMatch(epoch -> epoch.validationLoss().isPresent())) {
            plot.line("held out", numbers,
                    epochs.stream().mapToDouble(epoch -> epoch.validationLoss().getAsDouble()).toArray(),
                    Picture.PREDICTED);
        }
        picture.write(file);
    }
}

package dev.elman.cli;

import dev.elman.Model;
import dev.elman.data.Dataset;
import dev.elman.layers.Architecture;
import dev.elman.training.Callback;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import dev.elman.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** A training that a command runs: with checkpoints where they are asked for, and so that nothing learnt is lost. */
final class Fitting {

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Save the whole state of the training here after every epoch.")
    private Path checkpoint;

    @Option(
            names = "--resume",
            description = "Continue from the --checkpoint file, with the same data and settings, bit for bit as if"
                    + " nothing had stopped it; where there is no such file yet, begin anew and say so.")
    private boolean resume;

    /** What tells of a training and ends its telling. */
    interface Teller extends Callback, AutoCloseable {
        @Override
        void close();
    }

    /** Where checkpoints go; null where none are written. */
    Path checkpoint() {
        return checkpoint;
    }

    void check() {
        if (resume && checkpoint == null) {
            throw new UsageException("--resume needs the file to continue from: --checkpoint FILE");
        }
    }

    /**
     * Trains to the end.
     *
     * @param command for messages, such as {@code elman train}
     * @param modelFile where the model will be saved; the last good weights of a training that stops go beside it
     * @param documented adds to a model what the trainer cannot know
     */
    Training run(Console console, String command, Trainer.Builder builder, Architecture architecture, Dataset train,
            Dataset validation, Teller teller, Path modelFile, UnaryOperator<Model> documented) throws IOException {
        if (checkpoint != null) {
            builder.checkpoints(checkpoint);
        }
        boolean continues = resume && Files.exists(checkpoint);
        if (resume && !continues) {
            console.err().println("There is no checkpoint " + checkpoint + " yet: training begins anew.");
        }
        Interruption interruption = new Interruption();
        try {
            // The bar ends first, then the failure is told, and only then may an interrupted process end.
            try (teller) {
                Trainer trainer = builder.callback(teller).build();
                return continues
                        ? trainer.resume(checkpoint, train, validation)
                        : trainer.train(architecture, train, validation);
            } catch (TrainingStoppedException stopped) {
                throw savedLastGood(console, command, stopped, modelFile, documented);
            }
        } finally {
            interruption.close();
        }
    }

    /** Nothing that was learnt is lost: the last good weights go into a file beside the one asked for. */
    private static IOException savedLastGood(Console console, String command, TrainingStoppedException stopped,
            Path modelFile, UnaryOperator<Model> documented) throws IOException {
        boolean interrupted = Thread.interrupted(); // or the interrupt would close the file that is being written
        Path lastGood = modelFile.resolveSibling(modelFile.getFileName() + ".last-good");
        documented.apply(stopped.training().model()).save(lastGood);
        String message = stopped.getMessage() + "; the last good weights are in " + lastGood;
        if (interrupted) {
            // The process is ending and nobody will report the exception that is thrown from here.
            console.err().println(command + ": " + message);
            console.err().flush();
        }
        return new IOException(message, stopped);
    }
}

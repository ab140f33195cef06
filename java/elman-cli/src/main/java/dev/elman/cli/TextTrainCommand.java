package dev.elman.cli;

import dev.elman.Model;
import dev.elman.Provenance;
import dev.elman.cli.text.TextData;
import dev.elman.data.Dataset;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Loss;
import dev.elman.optim.Schedule;
import dev.elman.training.History;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a character model on a text. */
@Command(
        name = "train",
        sortOptions = false,
        header = "Train a character model on any UTF-8 text.",
        customSynopsis = "elman text train FILE.txt --model FILE [OPTIONS]",
        description = {
            "",
            "The model reads a text one character at a time and says after each how likely every character comes"
                    + " next. The text is cut into lanes that are read side by side, each in chunks; what the network"
                    + " remembers goes on from chunk to chunk, the gradient goes back to the chunk's beginning:",
            "",
            "  lane 1   | First Citizen: Befor | e we proceed any fur | ...",
            "  lane 2   | hear me speak.  All: | Speak, speak.  First | ...",
            "             --steps characters",
            "",
            "The last part of the text is held out: never learnt from, read from its beginning to its end to judge by."
                    + " Losses are nats per character, the mean of -ln p; a bit is .693 nats. One over the number of"
                    + " characters everywhere would give the logarithm of that number.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  elman text train notes.txt --model notes.safetensors",
            "  elman text train book.txt --model book.safetensors --layers lstm:512,lstm:512 --dropout .5 \\",
            "      --epochs 20 --plot book.png",
            "  elman text sample book.safetensors --prompt 'It was' --length 400",
            "",
            "A training that diverges, or that Ctrl-C stops, leaves its last good weights in FILE.last-good.",
            "With --json: {\"train_nats\":..,\"train_bits\":..,\"validation_nats\":..,\"validation_bits\":..,"
                    + "\"characters\":..,\"vocabulary\":..,\"epochs\":..,\"fit_ms\":..}."
        })
final class TextTrainCommand implements Callable<Integer> {

    static final double NATS_PER_BIT = Math.log(2);

    /** Of fewer training steps a model of characters has hardly begun to learn. */
    private static final int FEW_STEPS = 1000;

    private final Console console;

    @Parameters(paramLabel = "FILE.txt", description = "A text in UTF-8, the longer the better.")
    private Path textFile;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "Where to save the model.")
    private Path modelFile;

    @Option(
            names = "--layers",
            paramLabel = "LIST",
            converter = LayerList.Converter.class,
            defaultValue = "lstm:256",
            description = "Recurrent layers from the input upwards, name:units,...; rnn, lstm or gru. Default:"
                    + " ${DEFAULT-VALUE}.")
    private LayerList layers;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "64",
            description = "How many numbers stand for a character. Default: ${DEFAULT-VALUE}.")
    private int embedding;

    @Option(
            names = "--dropout",
            paramLabel = "R",
            converter = Values.Fraction.class,
            defaultValue = ".3",
            description = "Share of values set to zero in training above every recurrent layer, which keeps a large"
                    + " network from learning a short text by heart; 0 for none. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "128",
            description = "Characters of a chunk: how far the gradient goes back at most. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "32",
            description = "Parts of the text that are read side by side, a mini-batch. Default: ${DEFAULT-VALUE}.")
    private int lanes;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "10",
            description = "How often the text is read. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            converter = Values.Positive.class,
            defaultValue = ".005",
            description = "Adam's, at the start; it falls to zero along half a cosine. Default: ${DEFAULT-VALUE}.")
    private double learningRate;

    @Option(
            names = "--clip-norm",
            paramLabel = "C",
            converter = Values.Positive.class,
            defaultValue = "1",
            description = "Limit the norm of the whole gradient to C. Default: ${DEFAULT-VALUE}.")
    private double clipNorm;

    @Option(
            names = "--validation",
            paramLabel = "SHARE",
            converter = Values.Fraction.class,
            defaultValue = ".05",
            description = "Share of the text, at its end, that is held out. Default: ${DEFAULT-VALUE}.")
    private double validation;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "200",
            converter = Values.Count.class,
            description = "Characters to write after every epoch, to look at; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int sample;

    @Mixin
    private Fitting fitting;

    @Mixin
    private CommonOptions common;

    TextTrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        fitting.check();
        Path picture = common.plot().orElse(null);
        Results.requireWritable(modelFile, fitting.checkpoint(), picture);
        Results.requireOtherThan(textFile, modelFile, fitting.checkpoint(), picture);

        TextData text = TextData.read(textFile, validation);
        if (text.train().length / lanes <= steps) {
            throw new IOException(textFile + " has " + Texts.count(text.train().length) + " characters to learn from;"
                    + " " + lanes + " lanes of at least " + (steps + 1) + " need more: use fewer --lanes or --steps");
        }
        Dataset train = text.trainChunks(steps, lanes);
        Dataset heldOut = text.heldOutChunks(steps);
        Architecture architecture = architecture(text.vocabulary().size());
        console.err().println(textFile + ": " + Texts.count(text.train().length + text.heldOut().length)
                + " characters, " + text.vocabulary().size() + " different ones; "
                + Texts.count(text.heldOut().length) + " held out");
        console.err().println(architecture + ": " + Texts.count(architecture.parameterCount()) + " parameters; engine "
                + common.engine());

        int miniBatches = train.count() / lanes;
        long trainingSteps = (long) epochs * miniBatches;
        if (trainingSteps < FEW_STEPS) {
            console.err().println("That is " + trainingSteps + " training steps, few to learn to write"
                    + " from: for so short a text take more --epochs, such as " + (FEW_STEPS / miniBatches + 1));
        }
        TextProgress progress = new TextProgress(console, text.vocabulary(), trainingSteps, sample);
        Training training = fitting.run(console, "elman text train", trainer(), architecture, train, heldOut, progress,
                modelFile, model -> documented(model.withVocabulary(text.vocabulary())));
        Model model = documented(training.model().withVocabulary(text.vocabulary()));
        model.save(modelFile);
        report(training, text);
        if (picture != null) {
            LearningCurve.write(picture, textFile.getFileName() + ": nats per character", training.history());
        }
        return 0;
    }

    private Architecture architecture(int vocabulary) {
        try {
            Architecture architecture = Architecture.inputs(1).embedding(vocabulary, embedding);
            for (Layer layer : layers.layers()) {
                if (!layer.isRecurrent()) {
                    throw new UsageException("--layers of a text are recurrent: rnn, lstm or gru; the one that gives"
                            + " every character's probability is added");
                }
                architecture = architecture.then(layer);
                architecture = dropout == 0 ? architecture : architecture.dropout(dropout);
            }
            if (architecture.goesBackwards()) {
                throw new UsageException("--layers of a text read forwards alone: what comes next must not be seen");
            }
            return architecture.allSteps().dense(vocabulary, Activation.LINEAR);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--layers: " + e.getMessage(), e);
        }
    }

    private Trainer.Builder trainer() {
        Trainer.Builder builder = Trainer.builder()
                .loss(Loss.SPARSE_CROSS_ENTROPY)
                .optimizer(Adam.keras().withLearningRate(learningRate))
                .schedule(Schedule.cosineDecay())
                .clipping(Clipping.byGlobalNorm(clipNorm, Form.KERAS))
                .epochs(epochs)
                .batchSize(lanes)
                .shuffle(false)
                .seed(common.seed())
                .engine(common.engine())
                .threads(common.threads());
        common.precision().ifPresent(builder::precision);
        return builder;
    }

    private Model documented(Model model) {
        Provenance provenance = model.provenance();
        return provenance == null
                ? model
                : model.withProvenance(provenance.with("data", textFile.getFileName().toString())
                        .with("heldOut", Double.toString(validation)));
    }

    private void report(Training training, TextData text) {
        List<History.Epoch> all = training.history().epochs();
        History.Epoch last = all.get(all.size() - 1);
        double trainNats = last.loss();
        double heldOutNats = last.validationLoss().orElse(Double.NaN);
        double fitMillis = training.fitNanos() * 1e-6;
        if (common.json()) {
            console.out().println(new JsonLine()
                    .put("train_nats", trainNats)
                    .put("train_bits", trainNats / NATS_PER_BIT)
                    .put("validation_nats", heldOutNats)
                    .put("validation_bits", heldOutNats / NATS_PER_BIT)
                    .put("characters", text.train().length + text.heldOut().length)
                    .put("vocabulary", text.vocabulary().size())
                    .put("epochs", training.epochs())
                    .put("fit_ms", fitMillis));
            return;
        }
        console.out().println(Texts.table(List.of(
                List.of("", "characters", "nats", "bits", "perplexity"),
                row("train, while learning", text.train().length, trainNats),
                row("held out", text.heldOut().length, heldOutNats))));
        console.out().println(SunspotsCommand.count(training.epochs(), "epoch") + " in "
                + Texts.figure(fitMillis / 1000) + " s; model saved to " + modelFile + "; write with it:");
        console.out().println("  elman text sample " + modelFile);
    }

    private static List<String> row(String name, int characters, double nats) {
        return List.of(name, Texts.count(characters), Texts.fixed(nats, 4), Texts.fixed(nats / NATS_PER_BIT, 4),
                Texts.fixed(Math.exp(nats), 2));
    }
}

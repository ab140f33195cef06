package dev.elman.cli;

import dev.elman.Classification;
import dev.elman.Model;
import dev.elman.cli.demo.ReberGrammar;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.optim.Adam;
import dev.elman.optim.Clipping;
import dev.elman.optim.Form;
import dev.elman.optim.Loss;
import dev.elman.optim.Schedule;
import dev.elman.training.Trainer;
import dev.elman.training.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Learns a grammar from examples: sequences of tokens of any length, and whether each is right. */
@Command(
        name = "reber",
        sortOptions = false,
        header = "Learn from examples which strings are of a grammar.",
        customSynopsis = "elman demo reber [--epochs N] [OPTIONS]",
        description = {
            "",
            "Strings of the embedded Reber grammar, such as BTBTXSETE, and as many that are wrong: in half of those one"
                    + " symbol, in the other half the last but one, which must be the second again, however many"
                    + " symbols lie between. An LSTM reads each string, a symbol at a time, and says how likely it is"
                    + " of the grammar. Scored on strings that are drawn anew.",
            ""
        },
        footer = {
            "",
            "With --json: {\"demo\":\"reber\",\"accuracy\":..,\"precision\":..,\"recall\":..,\"f1\":..,...}."
        })
final class ReberCommand implements Callable<Integer> {

    private static final int TRAIN = 4000;
    private static final int TEST = 2000;
    /** Of the test strings' seed, so that they are other ones than those learnt from. */
    private static final long TEST_SEED = 1_000_003;
    private static final int SHOWN = 6;

    private final Console console;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Values.Size.class,
            defaultValue = "40",
            description = "How often every string is seen. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Mixin
    private CommonOptions common;

    ReberCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path picture = common.plot().orElse(null);
        Results.requireWritable(picture);
        ReberGrammar.Strings train = ReberGrammar.draw(TRAIN, common.seed());
        ReberGrammar.Strings test = ReberGrammar.draw(TEST, common.seed() + TEST_SEED);
        Architecture network = Architecture.inputs(1)
                .embedding(ReberGrammar.SYMBOLS.size(), 8)
                .lstm(32)
                .dense(1, Activation.LINEAR);
        Trainer.Builder builder = Trainer.builder()
                .loss(Loss.BINARY_CROSS_ENTROPY)
                .optimizer(Adam.keras().withLearningRate(0.01))
                .schedule(Schedule.cosineDecay())
                .clipping(Clipping.byGlobalNorm(1, Form.KERAS))
                .epochs(epochs).batchSize(32)
                .seed(common.seed())
                .engine(common.engine())
                .threads(common.threads());
        common.precision().ifPresent(builder::precision);
        Training training;
        try (EpochProgress progress = new EpochProgress(console, epochs)) {
            training = builder.callback(progress).build().train(network, train.dataset());
        }
        Model model = training.model();
        report(training, network, model.evaluate(test.dataset()).classification().orElseThrow(), test);
        if (picture != null) {
            LearningCurve.write(picture, "Embedded Reber grammar: cross-entropy", training.history());
        }
        return 0;
    }

    private void report(
            Training training, Architecture network, Classification score, ReberGrammar.Strings test) {
        double fitMillis = training.fitNanos() * 1e-6;
        if (common.json()) {
            console.out().println(new JsonLine()
                    .put("demo", "reber")
                    .put("engine", common.engine())
                    .put("train", TRAIN)
                    .put("test", TEST)
                    .put("accuracy", score.accuracy())
                    .put("precision", score.precision())
                    .put("recall", score.recall())
                    .put("f1", score.f1())
                    .put("epochs", training.epochs())
                    .put("fit_ms", fitMillis));
            return;
        }
        console.out().println(network + ", " + Texts.count(network.parameterCount()) + " parameters; engine "
                + common.engine() + ".");
        console.out().println();
        console.out().println(Texts.table(List.of(
                List.of("", "strings", "accuracy", "precision", "recall", "F1"),
                List.of("test", Texts.count(TEST), Texts.fixed(score.accuracy(), 4),
                        Texts.fixed(score.precision(), 4), Texts.fixed(score.recall(), 4),
                        Texts.fixed(score.f1(), 4)))));
        console.out().println();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("a few of them", "of the grammar", "the model's probability"));
        for (int i = 0; i < SHOWN; i++) {
            int[] symbols = ReberGrammar.SYMBOLS.encode(test.strings().get(i));
            double[] tokens = Arrays.stream(symbols).asDoubleStream().toArray();
            rows.add(List.of(test.strings().get(i), test.valid()[i] ? "yes" : "no",
                    Texts.fixed(training.model().predict(tokens)[0], 4)));
        }
        console.out().println(Texts.table(rows));
        console.out().println(SunspotsCommand.count(training.epochs(), "epoch") + " over "
                + Texts.count(TRAIN) + " strings in " + Texts.figure(fitMillis) + " ms.");
    }
}

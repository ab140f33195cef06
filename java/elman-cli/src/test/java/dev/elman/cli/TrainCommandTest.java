package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training from a file. */
class TrainCommandTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path model;

    @BeforeEach
    void files() throws IOException {
        data = Cli.sunspots(folder);
        model = folder.resolve("model.safetensors");
    }

    private Cli.Result train(Object... more) {
        Object[] arguments = new Object[more.length + 6];
        System.arraycopy(
                new Object[] {"train", data, "--target", "Sunspots", "--model", model}, 0, arguments, 0, 6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return Cli.run(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void theJsonLineHasTheFiguresInTheDatasUnits(String engine) {
        Cli.Result result = train("--epochs", 3, "--json", "--engine", engine).ok();
        assertEquals(1, result.lines().size());
        Map<String, Object> line = result.json().get(0);
        assertEquals(List.of("train_rmse", "test_rmse", "naive_test_rmse", "epochs", "fit_ms"),
                List.copyOf(line.keySet()));
        assertEquals(3, Cli.number(line, "epochs"));
        assertTrue(Cli.number(line, "train_rmse") > 10 && Cli.number(line, "train_rmse") < 40, result.out());
        assertEquals(19.95, Cli.number(line, "naive_test_rmse"), 0.01);
        assertTrue(Cli.number(line, "fit_ms") > 0);
    }

    @Test
    void defaultsAreThoseOfTheHelp() throws IOException {
        train("--epochs", 1).ok();
        Model loaded = Model.load(model);
        assertEquals("inputs(1) > simpleRnn(32, tanh) > dense(1, linear)", loaded.architecture().toString());
        assertEquals(Precision.FLOAT, loaded.precision());
        assertEquals(12, loaded.schema().lookBack());
        assertEquals(1, loaded.schema().horizon());
        assertEquals(List.of("Sunspots"), loaded.schema().features());
        assertEquals("minmax", loaded.schema().scaler().method());
        assertEquals(1, loaded.provenance().seed());
        assertEquals(2256 - 12, loaded.provenance().samples(), "80 % of the rows, every window of 12 and 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void gatedLayersLearn(String engine) throws IOException {
        Cli.Result result =
                train("--epochs", 20, "--json", "--engine", engine, "--layers", "lstm:6,gru:4,dense:1").ok();
        assertTrue(Cli.number(result.json().get(0), "train_rmse") < 30, result.out());
        assertEquals("inputs(1) > lstm(6, tanh, all steps) > gru(4, tanh) > dense(1, linear)",
                Model.load(model).architecture().toString());
        assertTrue(Cli.run("info", model).ok().out().contains("recurrentBias"));
    }

    @Test
    void theScalerIsFittedOnTheTrainingPartAlone() throws IOException {
        train("--epochs", 1).ok();
        // 253.8, the largest value of all, is in the test part; 238.9 is the largest of the first 80 %.
        assertEquals(238.9, Model.load(model).schema().scaler().column("Sunspots").scale(), 1e-9);
    }

    @Test
    void theTextStandsBesideTheNaiveForecastAndSaysWhereThatIsBetter() {
        Cli.Result result = train("--epochs", 1, "--learning-rate", "1e-9").ok();
        assertTrue(result.out().contains("naive RMSE"), result.out());
        assertTrue(result.out().contains("On test the naive forecast"), result.out());
        assertTrue(result.out().contains("is better than this model"), result.out());
    }

    @Test
    void progressIsAFewPlainLinesWhereThereIsNoTerminal() {
        Cli.Result result = train("--epochs", 40, "--split", ".7,.15", "--layers", "rnn:2,dense:1").ok();
        List<String> lines = result.err().lines().filter(line -> line.startsWith("epoch ")).toList();
        assertEquals(10, lines.size(), result.err());
        assertTrue(lines.get(9).startsWith("epoch 40/40  loss "), lines.get(9));
        assertTrue(lines.get(0).contains("validation loss ") && lines.get(0).contains(" left"), lines.get(0));
        assertFalse(result.out().contains("epoch 4/"), result.out());
    }

    @Test
    void progressIsABarOnATerminal() {
        Cli.Result result = Cli.runOn(true, "train", data, "--target", "Sunspots", "--model", model, "--epochs", 5,
                "--layers", "rnn:2,dense:1", "--split", ".7,.15").ok();
        assertTrue(result.err().contains("\r"), result.err());
        assertTrue(result.err().contains("5/5"), result.err());
        assertTrue(result.err().contains("validation loss"), result.err());
        String last = result.err().lines().filter(line -> line.contains("5/5")).reduce((a, b) -> b).orElseThrow();
        assertTrue(last.contains("100% ["), last);
        assertTrue(last.length() < 80, "it would wrap on a usual terminal: " + last);
        assertTrue(last.matches(".*  loss \\d\\S+  validation loss \\d\\S+  \\d+\\.\\d s\\s*"), last);
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() throws IOException {
        train("--epochs", 2, "--seed", 5).ok();
        String first = Model.load(model).sha256();
        train("--epochs", 2, "--seed", 5, "--threads", 3).ok();
        assertEquals(first, Model.load(model).sha256());
        train("--epochs", 2, "--seed", 6).ok();
        assertFalse(first.equals(Model.load(model).sha256()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--loss mae", "--loss huber", "--loss huber:0.5", "--loss half --learning-rate 1e-4",
        "--optimizer sgd", "--optimizer sgd:0.9", "--optimizer nesterov:0.9", "--optimizer rmsprop",
        "--profile torch", "--profile torch --optimizer sgd:0.5 --global-clip-norm 1", "--schedule cosine",
        "--clip-value 0.5", "--clip-norm 0.5", "--global-clip-norm 0.5", "--truncation 3", "--no-shuffle",
        "--scaler standard", "--scaler none --clip-norm 1", "--precision double", "--batch-size 64 --threads 2",
        "--layers rnn:4:relu,rnn:3:sigmoid,dense:5:tanh,dense:1", "--layers rnn:1:linear", "--look-back 24 --stride 6",
        "--split 1900-01", "--split 1900-01,1950-06"
    })
    void everyOptionTrains(String options) {
        Cli.Result result = train((Object[]) (options + " --epochs 2 --json").split(" ")).ok();
        Map<String, Object> line = result.json().get(0);
        assertTrue(Double.isFinite(Cli.number(line, "train_rmse")), options);
    }

    @Test
    void aDateSplitsTheRows() {
        assertTrue(train("--epochs", 1, "--split", "1950-01").ok().err().contains("test part from 1950-01"));
    }

    @Test
    void severalTargetsAndStepsGetALastLayerThatFits() throws IOException {
        data = Cli.waves(folder, 300);
        Cli.Result result = Cli.run("train", data, "--target", "sine,cosine", "--horizon", 3, "--model", model,
                "--epochs", 5).ok();
        assertEquals(6, Model.load(model).architecture().outputs());
        assertTrue(result.out().contains("\n  sine ") && result.out().contains("\n  cosine "), result.out());
    }

    @Test
    void columnsMayBeNumberedAndSeparatedOtherwise() throws IOException {
        String csv = Files.readString(Cli.waves(folder, 200));
        Path other = Files.writeString(folder.resolve("other.csv"),
                csv.substring(csv.indexOf('\n') + 1).replace(',', '|'));
        Cli.run("train", other, "--no-header", "--separator", "|", "--target", "2", "--features", "1,2", "--model",
                model, "--epochs", 2).ok();
        assertEquals(List.of("1", "2"), Model.load(model).schema().features());
        Cli.run("train", Cli.waves(folder, 200), "--target", "2", "--model", model, "--epochs", 2).ok();
        assertEquals(List.of("cosine"), Model.load(model).schema().targets());
    }

    @Test
    void earlyStoppingStopsAndKeepsTheBestWeights() {
        Cli.Result result = train("--epochs", 400, "--split", ".7,.15", "--early-stopping", 3, "--learning-rate", 0.01,
                "--layers", "rnn:4,dense:1", "--json").ok();
        assertTrue(Cli.number(result.json().get(0), "epochs") < 400, result.out());
    }

    @Test
    void aTrainingThatDivergesLosesNothing() throws IOException {
        Cli.Result result = train("--optimizer", "sgd", "--learning-rate", "1e30", "--layers", "rnn:4:relu,dense:1",
                "--epochs", 5);
        assertEquals(1, result.code());
        assertTrue(result.error().startsWith("elman train: "), result.err());
        assertTrue(result.error().contains("epoch") && result.error().contains("last-good"), result.error());
        assertFalse(Files.exists(model));
        Model lastGood = Model.load(folder.resolve("model.safetensors.last-good"));
        for (double weight : lastGood.parameterVector()) {
            assertTrue(Double.isFinite(weight));
        }
    }

    @Test
    void aRunThatWasCutShortResumesToTheSameWeights() throws IOException {
        Path checkpoint = folder.resolve("checkpoint");
        train("--epochs", 6, "--schedule", "cosine").ok();
        String uninterrupted = Model.load(model).sha256();
        // A checkpoint after every epoch; the last one has nothing left to do, and resuming gives its weights.
        train("--epochs", 6, "--schedule", "cosine", "--checkpoint", checkpoint).ok();
        assertTrue(Files.exists(checkpoint));
        train("--epochs", 6, "--schedule", "cosine", "--checkpoint", checkpoint, "--resume").ok();
        assertEquals(uninterrupted, Model.load(model).sha256());
        Cli.Result other = train("--epochs", 7, "--schedule", "cosine", "--checkpoint", checkpoint, "--resume");
        assertEquals(1, other.code());
        assertTrue(other.error().contains("epochs"), other.error());
        Files.delete(checkpoint);
        Cli.Result anew = train("--epochs", 6, "--schedule", "cosine", "--checkpoint", checkpoint, "--resume").ok();
        assertTrue(anew.err().contains("There is no checkpoint " + checkpoint + " yet"), anew.err());
    }
}

package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person may get wrong: every time one clear line, the right exit code, and no file half written. */
class BadInputTest {

    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 1;

    @TempDir
    private Path folder;

    private Path data;
    private Path model;

    @BeforeEach
    void files() throws IOException {
        data = Cli.waves(folder, 100);
        model = folder.resolve("model.safetensors");
    }

    private static void assertFails(int code, Cli.Result result, String... parts) {
        assertEquals(code, result.code(), result.err());
        assertEquals("", result.out());
        assertTrue(result.error().startsWith("elman "), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
        assertFalse(result.error().contains("Exception"), result.error());
        for (String part : parts) {
            assertTrue(result.error().contains(part), "'" + part + "' in: " + result.error());
        }
    }

    private Cli.Result train(Path file, Object... more) {
        Object[] arguments = Arrays.copyOf(
                new Object[] {"train", file, "--model", model, "--epochs", 1}, 6 + more.length);
        System.arraycopy(more, 0, arguments, 6, more.length);
        Cli.Result result = Cli.run(arguments);
        assertFalse(result.code() != 0 && Files.exists(model), "a model was left behind");
        return result;
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("bad.csv"), content);
    }

    private Path trained() {
        train(data, "--target", "sine").ok();
        return model;
    }

    @Test
    void aMissingFileIsNamed() {
        assertFails(FAILED, train(folder.resolve("nowhere.csv"), "--target", "x"), "nowhere.csv", "no file");
        assertFails(FAILED, train(folder, "--target", "x"), folder.toString());
        assertFails(FAILED, Cli.run("info", folder.resolve("nowhere.model")), "nowhere.model");
        assertFails(FAILED, Cli.run("evaluate", "--model", folder.resolve("nowhere.model"), "--data", data),
                "nowhere.model");
    }

    @Test
    void anEmptyFileAndOneOfAHeaderAloneAreRefused() throws IOException {
        assertFails(FAILED, train(file(""), "--target", "x"), "bad.csv", "empty");
        assertFails(FAILED, train(file("x\n"), "--target", "x"), "bad.csv");
    }

    @Test
    void anUnknownColumnNamesThoseThereAre() {
        assertFails(FAILED, train(data, "--target", "tangent"), "tangent", "\"sine\"", "\"cosine\"");
        assertFails(FAILED, train(data, "--target", "sine", "--features", "sine,secant"), "secant", "\"cosine\"");
        assertFails(FAILED, train(data, "--target", "sine", "--time-column", "when"), "when", "\"sine\"");
    }

    @Test
    void textInANumericColumnNamesLineAndValue() throws IOException {
        assertFails(FAILED, train(file("x\n1\n2\nthree\n4\n"), "--target", "x"), "line 4", "three", "\"x\"");
    }

    @Test
    void missingValuesAndInfinitiesNameLineAndColumn() throws IOException {
        for (String missing : new String[] {"", "NA", "NaN", "null"}) {
            assertFails(FAILED, train(file("x,y\n1,1\n" + missing + ",2\n3,3\n"), "--target", "x"), "line 3", "\"x\"");
        }
        for (String infinite : new String[] {"inf", "-Infinity"}) {
            for (String rule : new String[] {"error", "forward-fill", "interpolate", "drop-windows"}) {
                Path bad = file("x,y\n1,1\n" + infinite + ",2\n3,3\n");
                assertFails(FAILED, train(bad, "--target", "x", "--missing", rule), "line 3", "infinite");
            }
        }
        assertFails(WRONG_USAGE, train(data, "--target", "sine", "--missing", "guess"), "guess", "forward-fill");
    }

    @Test
    void tooFewRowsSayHowManyAreNeeded() {
        assertFails(FAILED, train(data, "--target", "sine", "--look-back", 100), "101", "80");
        assertFails(FAILED, train(data, "--target", "sine", "--look-back", 30), "31", "20");
        Path saved = trained();
        assertFails(FAILED, Cli.run("forecast", "--model", saved, "--data", shortFile(), "--steps", 1), "12", "5");
        assertFails(FAILED, Cli.run("evaluate", "--model", saved, "--data", shortFile()), "13", "5");
    }

    private Path shortFile() {
        try {
            return file("sine\n1\n2\n3\n4\n5\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--look-back 0", "--look-back -1", "--horizon 0", "--stride 0", "--stride -12", "--epochs 0", "--batch-size 0",
        "--batch-size -32", "--truncation 0", "--truncation -5", "--threads 0", "--early-stopping 0",
        "--learning-rate 0", "--learning-rate -1", "--learning-rate NaN", "--learning-rate Infinity",
        "--clip-value 0", "--clip-norm -1", "--global-clip-norm 0", "--loss huber:0", "--loss huber:-1",
        "--optimizer sgd:1", "--optimizer sgd:-1", "--optimizer nesterov:0", "--split 0", "--split 1.5",
        "--split .8,.3",
        "--split .5,.2,.2", "--split -.5", "--split .5,", "--look-back 99999999999", "--epochs 99999999999",
        "--look-back 2147483647 --horizon 2147483647", "--look-back 2147483647 --stride 2147483647",
        "--horizon 2147483647", "--layers rnn:0,dense:1", "--layers rnn:-3,dense:1", "--layers rnn:99999999999,dense:1",
        "--layers rnn:16777217,dense:1", "--layers rnn:16777216,dense:1", "--epochs 2147483647"
    })
    void sizesOutOfRangeAreWrongUsage(String options) {
        Object[] arguments = ("--target sine " + options).split(" ");
        assertFails(WRONG_USAGE, train(data, arguments));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--layers lstn:32,dense:1 | 'lstn'", "--layers rnn,dense:1 | name:units",
        "--layers rnn:8:softmax,dense:1 | 'softmax'",
        "--layers rnn:8:tanh:x,dense:1 | name:units", "--layers rnn:many,dense:1 | many",
        "--layers dense:1 | recurrent",
        "--optimizer lbfgs | lbfgs", "--loss cubic | cubic", "--schedule linear | linear",
        "--schedule plateau:.5:3 | .7,.15",
        "--scaler log | log",
        "--profile jax | jax", "--precision half | half", "--engine abacus | abacus", "--separator ;; | separator",
        "--clip-value 1 --clip-norm 1 | exclude", "--early-stopping 3 | .7,.15", "--resume | --checkpoint",
        "--features sine,sine | once"
    })
    void unknownNamesAndOptionsThatDoNotFitAreWrongUsage(String options, String part) {
        Object[] arguments = ("--target sine " + options).split(" ");
        assertFails(WRONG_USAGE, train(data, arguments), part);
    }

    @Test
    void aLastLayerThatDoesNotFitNamesBothNumbers() {
        assertFails(WRONG_USAGE, train(data, "--target", "sine,cosine", "--horizon", 3, "--layers", "rnn:8,dense:5"),
                "5 units", "6");
    }

    @Test
    void missingOptionsAreWrongUsage() {
        assertFails(WRONG_USAGE, Cli.run("train", data, "--model", model), "--target");
        assertFails(WRONG_USAGE, Cli.run("train", data, "--target", "sine"), "--model");
        assertFails(WRONG_USAGE, Cli.run("train", "--target", "sine", "--model", model), "DATA.csv");
        assertFails(WRONG_USAGE, Cli.run("forecast", "--model", model, "--data", data), "--steps");
        assertFails(WRONG_USAGE, Cli.run("forecast", "--model", model, "--data", data, "--steps", 0), "--steps");
        assertFails(WRONG_USAGE, Cli.run("predict", "--data", data), "--model");
        assertFails(WRONG_USAGE, Cli.run("forecast", "--model", trained(), "--data", data, "--steps", 2147483647),
                "--steps 2147483647");
    }

    @Test
    void aDateThatIsNotInTheDataIsRefused() throws IOException {
        assertFails(FAILED, train(Cli.sunspots(folder), "--target", "Sunspots", "--split", "2050-01"), "2050-01",
                "1983-12");
        assertFails(WRONG_USAGE, train(data, "--target", "sine", "--split", "1950-01"), "--time-column");
    }

    @Test
    void aConstantSeriesHasNoScaleButMayStayAsItIs() throws IOException {
        Path constant = file("x\n" + "7\n".repeat(80));
        assertFails(FAILED, train(constant, "--target", "x"), "\"x\"");
        assertFails(FAILED, train(constant, "--target", "x", "--scaler", "standard"), "\"x\"");
        train(constant, "--target", "x", "--scaler", "none").ok();
    }

    @Test
    void dataThatDoNotFitTheModelAreRefused() throws IOException {
        Path saved = trained();
        for (String command : new String[] {"evaluate", "predict"}) {
            assertFails(FAILED, Cli.run(command, "--model", saved, "--data", file("x\n" + "1\n".repeat(50))), "sine",
                    "\"x\"");
        }
    }

    @Test
    void aFileThatIsNoModelIsRefusedWhateverIsWrongWithIt() throws IOException {
        byte[] good = Files.readAllBytes(trained());
        Path bad = folder.resolve("bad.model");
        for (byte[] content : List.of(
                new byte[0], "no model at all".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(good, 7),
                Arrays.copyOf(good, 100), Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, good.length + 1))) {
            Files.write(bad, content);
            assertFails(FAILED, Cli.run("info", bad), "bad.model");
            assertFails(FAILED, Cli.run("evaluate", "--model", bad, "--data", data), "bad.model");
        }
        for (int at : new int[] {3, 20, good.length / 2, good.length - 1}) {
            byte[] flipped = good.clone();
            flipped[at] ^= 0x10;
            Files.write(bad, flipped);
            assertFails(FAILED, Cli.run("info", bad), "bad.model");
        }
        Files.write(bad, new String(good, StandardCharsets.ISO_8859_1).replace("simpleRnn", "simpleCnn")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertFails(FAILED, Cli.run("info", bad), "bad.model");
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeTraining() throws IOException {
        model = folder.resolve("nowhere").resolve("model");
        Cli.Result result = train(data, "--target", "sine");
        assertFails(FAILED, result, "nowhere");
        assertFalse(result.err().contains("epoch"), result.err());
        model = Files.createDirectory(folder.resolve("directory"));
        assertFails(FAILED, Cli.run("train", data, "--target", "sine", "--model", model), "folder");
    }

    @Test
    void filesThatAreReadAreNotWrittenOver() throws IOException {
        Path saved = trained();
        byte[] learnt = Files.readAllBytes(saved);
        byte[] given = Files.readAllBytes(data);
        Path detour = folder.resolve(".").resolve(data.getFileName());
        assertFails(WRONG_USAGE, Cli.run("train", data, "--target", "sine", "--model", detour), "file to read");
        assertFails(WRONG_USAGE, Cli.run("train", data, "--target", "sine", "--model", folder.resolve("other"),
                "--checkpoint", detour), "file to read");
        for (Path input : List.of(detour, saved)) {
            assertFails(WRONG_USAGE, Cli.run("predict", "--model", saved, "--data", data, "--output", input),
                    "file to read");
            assertFails(WRONG_USAGE, Cli.run("forecast", "--model", saved, "--data", data, "--steps", 1, "--plot",
                    input), "file to read");
            assertFails(WRONG_USAGE, Cli.run("evaluate", "--model", saved, "--data", data, "--plot", input),
                    "file to read");
        }
        assertArrayEquals(learnt, Files.readAllBytes(saved));
        assertArrayEquals(given, Files.readAllBytes(data));
    }

    @Test
    void anOutputThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Path saved = trained();
        Path nowhere = folder.resolve("nowhere").resolve("out.csv");
        assertFails(FAILED, Cli.run("predict", "--model", saved, "--data", data, "--output", nowhere), "nowhere");
        assertFails(FAILED, Cli.run("forecast", "--model", saved, "--data", data, "--steps", 3, "--output", folder),
                "folder");
        for (String command : new String[] {"evaluate", "evaluate --json", "predict", "forecast --steps 3"}) {
            Object[] arguments = (command + " --model " + saved + " --data " + data + " --plot " + nowhere).split(" ");
            assertFails(FAILED, Cli.run(arguments), "nowhere");
        }
        for (String demo : new String[] {"sunspots", "sine"}) {
            assertFails(FAILED, Cli.run("demo", demo, "--seeds", 1, "--plot", nowhere), "nowhere");
        }
        Path out = Files.writeString(folder.resolve("out.csv"), "old");
        assertFails(FAILED, Cli.run("predict", "--model", saved, "--data", shortFile(), "--output", out));
        assertEquals("old", Files.readString(out));
        try (var files = Files.list(folder)) {
            assertArrayEquals(new Object[0], files.filter(file -> file.toString().endsWith(".tmp")).toArray());
        }
    }
}

package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Using a saved model: evaluate, predict, forecast, info. */
class UseCommandsTest {

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path model;
    private static Path waves;
    private static Path wide;

    @BeforeAll
    static void models() throws IOException {
        data = Cli.sunspots(folder);
        model = folder.resolve("sunspots.safetensors");
        Cli.run("train", data, "--target", "Sunspots", "--model", model, "--epochs", 5).ok();
        waves = Cli.waves(folder, 200);
        wide = folder.resolve("waves.safetensors");
        Cli.run("train", waves, "--target", "sine", "--features", "sine,cosine", "--horizon", 2, "--model", wide,
                "--epochs", 30, "--learning-rate", 0.01).ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void evaluateScoresAllWindows(String engine) {
        Cli.Result result = Cli.run("evaluate", "--model", model, "--data", data, "--json", "--engine", engine).ok();
        Map<String, Object> line = result.json().get(0);
        assertEquals(List.of("rmse", "mae", "naive_rmse", "windows"), List.copyOf(line.keySet()));
        assertEquals(2820 - 12, Cli.number(line, "windows"));
        assertEquals(17.075, Cli.number(line, "naive_rmse"), 0.001);
        assertTrue(Cli.number(line, "rmse") > Cli.number(line, "mae"), result.out());
    }

    @Test
    void bothEnginesAndPrecisionsAgreeOnAModel() {
        double rmse = Cli.number(Cli.run("evaluate", "--model", model, "--data", data, "--json").json().get(0), "rmse");
        for (String how : new String[] {"--engine reference", "--precision double",
                "--precision double --engine reference"}) {
            Object[] arguments = ("evaluate --json --model " + model + " --data " + data + " " + how).split(" ");
            assertEquals(rmse, Cli.number(Cli.run(arguments).ok().json().get(0), "rmse"), 1e-4 * rmse, how);
        }
    }

    @Test
    void evaluateAsTextStandsBesideTheNaiveForecast() {
        Cli.Result result = Cli.run("evaluate", "--model", model, "--data", data, "--stride", 12).ok();
        assertTrue(result.out().contains("naive RMSE"), result.out());
        assertTrue(result.out().contains(" 234 "), "windows 12 rows apart: " + result.out());
    }

    @Test
    void predictWritesOneLineForEveryWindow() throws IOException {
        Path out = folder.resolve("predicted.csv");
        Cli.Result result = Cli.run("predict", "--model", model, "--data", data, "--output", out).ok();
        assertEquals("", result.out());
        List<String> lines = Files.readAllLines(out);
        assertEquals("time,actual,predicted", lines.get(0));
        assertEquals(1 + 2808, lines.size());
        assertTrue(lines.get(1).startsWith("1750-01,73.3,"), lines.get(1));
        assertTrue(lines.get(2808).startsWith("1983-12,33.4,"), lines.get(2808));
        assertEquals(lines, Cli.run("predict", "--model", model, "--data", data).ok().lines());
    }

    @Test
    void predictionsAreTheModelsOwn() throws IOException {
        double[] first = new double[12];
        List<String> rows = Files.readAllLines(data);
        for (int row = 0; row < first.length; row++) {
            first[row] = Double.parseDouble(rows.get(1 + row).split(",")[1]);
        }
        String line = Cli.run("predict", "--model", model, "--data", data).ok().lines().get(1);
        double expected = Model.load(model).predict(first)[0];
        assertEquals(expected, Double.parseDouble(line.split(",")[2]), 1e-5 * Math.abs(expected));
    }

    @Test
    void predictNamesStepsAndRowsWhereThereAreNoTimes() {
        List<String> lines = Cli.run("predict", "--model", wide, "--data", waves).ok().lines();
        assertEquals("row,actual_1,predicted_1,actual_2,predicted_2", lines.get(0));
        assertTrue(lines.get(1).startsWith("13,"), lines.get(1));
        assertEquals(1 + 200 - 12 - 2 + 1, lines.size());
    }

    @Test
    void predictAsJsonHasTheSameNames() {
        List<Map<String, Object>> lines = Cli.run("predict", "--model", model, "--data", data, "--json").ok().json();
        assertEquals(2808, lines.size());
        assertEquals(List.of("time", "actual", "predicted"), List.copyOf(lines.get(0).keySet()));
        assertEquals("1750-01", lines.get(0).get("time"));
        assertEquals(73.3, Cli.number(lines.get(0), "actual"));
    }

    @Test
    void predictWorksWithoutTheTargetsColumn() throws IOException {
        Path trained = folder.resolve("one-to-other.safetensors");
        Cli.run("train", waves, "--target", "sine", "--features", "cosine", "--model", trained, "--epochs", 2).ok();
        StringBuilder csv = new StringBuilder("cosine\n");
        for (String row : Files.readAllLines(waves).subList(1, 41)) {
            csv.append(row.split(",")[1]).append('\n');
        }
        Path features = Files.writeString(folder.resolve("features.csv"), csv);
        List<String> lines = Cli.run("predict", "--model", trained, "--data", features).ok().lines();
        assertEquals("row,predicted", lines.get(0));
        assertEquals(1 + 40 - 12 + 1, lines.size(), "also what follows the last row");
        assertTrue(lines.get(lines.size() - 1).startsWith("41,"), lines.get(lines.size() - 1));
    }

    @Test
    void forecastWorksWithoutTheColumnOfATargetThatDoesNotGoIn() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Cli.run("train", waves, "--target", "cosine", "--features", "sine", "--model", other, "--epochs", 1).ok();
        Path alone = folder.resolve("alone.csv");
        Files.write(alone, Files.readAllLines(waves).stream().map(line -> line.split(",")[0]).toList());
        String expected = Cli.run("forecast", "--model", other, "--data", waves, "--steps", 1).ok().out();
        assertEquals(expected, Cli.run("forecast", "--model", other, "--data", alone, "--steps", 1).ok().out());
        Path plot = folder.resolve("nothing.png");
        assertEquals(1, Cli.run("forecast", "--model", other, "--data", alone, "--steps", 1, "--plot", plot).code());
    }

    @Test
    void forecastContinuesTheMonths() throws IOException {
        Path out = folder.resolve("forecast.csv");
        Cli.run("forecast", "--model", model, "--data", data, "--steps", 14, "--output", out).ok();
        List<String> lines = Files.readAllLines(out);
        assertEquals("time,predicted", lines.get(0));
        assertEquals(15, lines.size());
        assertTrue(lines.get(1).startsWith("1984-01,"), lines.get(1));
        assertTrue(lines.get(14).startsWith("1985-02,"), lines.get(14));
        assertEquals(lines, Cli.run("forecast", "--model", model, "--data", data, "--steps", 14).ok().lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void forecastAsJson(String engine) {
        List<Map<String, Object>> lines = Cli.run("forecast", "--model", model, "--data", data, "--steps", 2, "--json",
                "--engine", engine).ok().json();
        assertEquals(2, lines.size());
        assertEquals(List.of("time", "predicted"), List.copyOf(lines.get(0).keySet()));
        assertTrue(Double.isFinite(Cli.number(lines.get(1), "predicted")));
    }

    @Test
    void forecastGoesNoFurtherThanTheHorizonWhereAnInputIsNotPredicted() {
        List<String> lines = Cli.run("forecast", "--model", wide, "--data", waves, "--steps", 2).ok().lines();
        assertTrue(lines.get(1).startsWith("201,"), lines.get(1));
        Cli.Result result = Cli.run("forecast", "--model", wide, "--data", waves, "--steps", 3);
        assertEquals(1, result.code());
        assertTrue(result.error().contains("cosine"), result.error());
    }

    @Test
    void infoTellsWhatTheFileHolds() throws IOException {
        String text = Cli.run("info", model).ok().out();
        Model loaded = Model.load(model);
        for (String part : new String[] {
            "simpleRnn(32, tanh)", "recurrentKernel", "[32, 32]", "1,121 parameters, float", "look-back 12", "minmax",
            "seed 1", "5 epochs", "data: sunspots.csv", "split: .8", loaded.sha256()
        }) {
            assertTrue(text.contains(part), part + " in " + text);
        }
    }

    @Test
    void infoAsJsonIsOneObject() throws IOException {
        Map<String, Object> line = Cli.run("info", model, "--json").ok().json().get(0);
        assertEquals(1121, Cli.number(line, "parameters"));
        assertEquals(5, ((List<?>) line.get("tensors")).size());
        assertEquals(Model.load(model).sha256(), line.get("sha256"));
        assertEquals(1, Cli.number(line, "provenance.seed"));
    }
}

package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The founding examples, through the command. */
class DemoTest {

    private static void assertWithin(double from, double to, double value, String what) {
        assertTrue(value >= from && value <= to, what + " must be in " + from + " .. " + to + " but was " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "reference"})
    void theWorkedExampleComesOutAsPrinted(String engine) {
        for (String precision : new String[] {"float", "double"}) {
            Map<String, Object> line = Cli.run("demo", "sunspots", "--walkthrough", "--json", "--engine", engine,
                    "--precision", precision).ok().json().get(0);
            double[][] expected = {
                {0.18662322, -1.23694587}, {-0.07471441, -3.64187904}, {-1.30195881, -6.84172557}
            };
            for (int t = 0; t < 3; t++) {
                List<?> state = (List<?>) line.get("h" + (t + 1));
                assertEquals(expected[t][0], (Double) state.get(0), 1e-6);
                assertEquals(expected[t][1], (Double) state.get(1), 1e-6);
            }
            assertEquals(-3.8698118, Cli.number(line, "o3"), 1e-6);
        }
    }

    @Test
    void theWalkthroughShowsWeightsStatesAndOutput() {
        String text = Cli.run("demo", "sunspots", "--walkthrough").ok().out();
        for (String part : new String[] {"wx = ", "wh = ", "wy = ", "h1 = ", "h2 = ", "h3 = ", "o3 = ", "-3.8698",
                "-6.8417"}) {
            assertTrue(text.contains(part), part + " in " + text);
        }
    }

    @Test
    void theTutorialsSettingGivesItsMedians() {
        List<Map<String, Object>> lines =
                Cli.run("demo", "sunspots", "--recipe", "tutorial", "--seeds", 50, "--json").ok().json();
        assertEquals(1, lines.size());
        Map<String, Object> line = lines.get(0);
        assertEquals(
                List.of("demo", "engine", "recipe", "seeds", "train_rmse", "test_rmse", "naive_test_rmse", "fit_ms"),
                List.copyOf(line.keySet()));
        assertEquals("sunspots", line.get("demo"));
        assertEquals("native", line.get("engine"));
        assertEquals("tutorial", line.get("recipe"));
        assertEquals(50, Cli.number(line, "seeds"));
        assertEquals(List.of("median", "min", "max"), List.copyOf(((Map<?, ?>) line.get("test_rmse")).keySet()));
        assertEquals(List.of("median"), List.copyOf(((Map<?, ?>) line.get("fit_ms")).keySet()));
        assertWithin(0.060, 0.066, Cli.number(line, "train_rmse.median"), "train RMSE");
        assertWithin(0.086, 0.096, Cli.number(line, "test_rmse.median"), "test RMSE");
        assertEquals(0.0796, Cli.number(line, "naive_test_rmse"), 5e-5);
        assertTrue(Cli.number(line, "test_rmse.min") < Cli.number(line, "test_rmse.median"));
        assertTrue(Cli.number(line, "test_rmse.max") > Cli.number(line, "test_rmse.median"));
    }

    @Test
    void theReferenceTrainsTheTutorialsModelsToo() {
        Map<String, Object> reference = Cli.run("demo", "sunspots", "--recipe", "tutorial", "--seeds", 3, "--json",
                "--precision", "double", "--engine", "reference").ok().json().get(0);
        Map<String, Object> nativeOnes = Cli.run("demo", "sunspots", "--recipe", "tutorial", "--seeds", 3, "--json",
                "--precision", "double").ok().json().get(0);
        assertEquals("reference", reference.get("engine"));
        for (String figure : new String[] {"train_rmse.median", "test_rmse.median", "test_rmse.max"}) {
            assertEquals(Cli.number(reference, figure), Cli.number(nativeOnes, figure), 1e-7, figure);
        }
    }

    @Test
    void theTunedRecipeBeatsTheNaiveForecastAndTheTutorial() {
        List<Map<String, Object>> lines = Cli.run("demo", "sunspots", "--recipe", "tuned", "--json").ok().json();
        Map<String, Object> line = lines.get(0);
        assertEquals("tuned", line.get("recipe"));
        assertEquals(20, Cli.number(line, "seeds"));
        assertWithin(0, 0.057, Cli.number(line, "train_rmse.median"), "train RMSE");
        assertWithin(0, 0.077, Cli.number(line, "test_rmse.median"), "test RMSE");
        assertTrue(Cli.number(line, "test_rmse.median") < Cli.number(line, "naive_test_rmse"));
    }

    @Test
    void bothRecipesAndTheComparisonAreInTheText() throws IOException {
        Path picture = Files.createTempFile("sunspots", ".png");
        String text = Cli.run("demo", "sunspots", "--seeds", 3, "--plot", picture).ok().out();
        Files.delete(picture);
        for (String part : new String[] {"tutorial, 3 seeds", "tuned, 3 seeds", "0.058", "0.077", "naive", "0.0796",
                "187", "46"}) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        text.lines().forEach(line -> assertTrue(line.length() <= 120, line));
    }

    @Test
    void theArticlesSettingLearnsAConstantFromEverySeed() {
        Map<String, Object> line =
                Cli.run("demo", "sine", "--recipe", "article", "--seeds", 10, "--json").ok().json().get(0);
        assertEquals(
                List.of("demo", "engine", "recipe", "seeds", "first_loss", "last_loss", "last_val_loss", "val_rmse",
                        "forecast_rmse_30", "fit_ms"),
                List.copyOf(line.keySet()));
        for (String name : List.of("first_loss", "last_loss", "last_val_loss", "val_rmse", "forecast_rmse_30",
                "fit_ms")) {
            assertEquals(List.of("median", "min", "max"), List.copyOf(((Map<?, ?>) line.get(name)).keySet()), name);
        }
        for (String end : new String[] {"min", "max"}) {
            assertEquals(24.93, Cli.number(line, "last_loss." + end), 0.05);
            assertEquals(12.43, Cli.number(line, "last_val_loss." + end), 0.05);
            assertEquals(0.705, Cli.number(line, "val_rmse." + end), 0.003);
            assertWithin(80_000, 180_000, Cli.number(line, "first_loss." + end), "first loss");
        }
    }

    @Test
    void theRepairedSettingLearnsTheSine() {
        Map<String, Object> line = Cli.run("demo", "sine", "--recipe", "repaired", "--json").ok().json().get(0);
        assertEquals("repaired", line.get("recipe"));
        assertEquals(20, Cli.number(line, "seeds"));
        assertWithin(0, 0.01, Cli.number(line, "val_rmse.median"), "validation RMSE");
        assertWithin(0, 0.01, Cli.number(line, "forecast_rmse_30.median"), "RMSE of the next 30");
    }

    @Test
    void theTextOfTheSineSaysWhyTheArticleLearnsAConstant() throws IOException {
        Path picture = Files.createTempFile("sine", ".png");
        String text = Cli.run("demo", "sine", "--seeds", 1, "--plot", picture).ok().out();
        Files.delete(picture);
        for (String part : new String[] {"learns a constant", "slope zero", "backward pass that is wrong", "0.127",
                "101185.6"}) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        assertEquals(2 * 25, text.lines().filter(line -> line.matches("\\d+ +[\\d.e-]+ +[\\d.e-]+")).count(), text);
        assertEquals(30, text.lines().filter(line -> line.matches("2\\d\\d +-?\\d.*")).count(), text);
        text.lines().forEach(line -> assertTrue(line.length() <= 120, line));
    }
}

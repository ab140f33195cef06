package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures. */
class PlotsTest {

    private static final int RED = 0xd62728;

    @TempDir
    private Path folder;

    private static BufferedImage image(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals("PNG", new String(bytes, 1, 3, StandardCharsets.US_ASCII));
        BufferedImage image = ImageIO.read(file.toFile());
        assertNotNull(image);
        return image;
    }

    /** Columns of a picture that are red from near the top of a plot to its bottom. */
    private static int redLines(BufferedImage image, int top, int bottom) {
        int lines = 0;
        boolean before = false;
        for (int x = 0; x < image.getWidth(); x++) {
            int red = 0;
            for (int y = top; y < bottom; y++) {
                red += (image.getRGB(x, y) & 0xffffff) == RED ? 1 : 0;
            }
            boolean line = red > (bottom - top) / 2;
            lines += line && !before ? 1 : 0;
            before = line;
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sunspotsHaveAPlotForEveryRecipeWithARedLineBetweenTrainAndTest(int recipes) throws IOException {
        Path file = folder.resolve("sunspots.png");
        Object[] one = {"demo", "sunspots", "--seeds", 1, "--json", "--plot", file, "--recipe", "tutorial"};
        Object[] both = {"demo", "sunspots", "--seeds", 1, "--json", "--plot", file};
        assertEquals(recipes, Cli.run(recipes == 1 ? one : both).ok().lines().size(), "the picture is not a result");
        BufferedImage image = image(file);
        assertEquals(1400, image.getWidth());
        assertEquals(540 * recipes, image.getHeight());
        for (int plot = 0; plot < recipes; plot++) {
            assertEquals(1, redLines(image, 540 * plot + 70, 540 * plot + 430));
        }
    }

    @Test
    void sineHasAPicture() throws IOException {
        Path file = folder.resolve("sine.png");
        Cli.run("demo", "sine", "--seeds", 1, "--recipe", "repaired", "--json", "--plot", file).ok();
        assertEquals(1, redLines(image(file), 70, 430));
    }

    @Test
    void trainDrawsTheBordersBetweenTheParts() throws IOException {
        Path data = Cli.waves(folder, 400);
        Path model = folder.resolve("model");
        Path file = folder.resolve("train.png");
        Cli.run("train", data, "--target", "sine", "--model", model, "--epochs", 1, "--plot", file).ok();
        assertEquals(1, redLines(image(file), 70, 430));
        Cli.run("train", data, "--target", "sine", "--model", model, "--epochs", 1, "--split", ".6,.2", "--plot",
                file).ok();
        assertEquals(2, redLines(image(file), 70, 430));
    }

    @Test
    void noLineIsDrawnAcrossTheRowsThatNothingIsPredictedFor() throws IOException {
        Path data = Cli.waves(folder, 100);
        Path file = folder.resolve("train.png");
        Cli.run("train", data, "--target", "sine", "--model", folder.resolve("model"), "--epochs", 1, "--split", ".5",
                "--look-back", 30, "--plot", file).ok();
        BufferedImage image = image(file);
        int border = 0;
        while ((image.getRGB(border, 250) & 0xffffff) != RED) {
            border++;
        }
        // The red line is two pixels wide; beside it is the gap.
        for (int x : new int[] {border - 40, border - 20, border + 20, border + 40}) {
            for (int y = 90; y < 420; y++) {
                int rgb = image.getRGB(x, y);
                assertTrue((rgb & 0xff) > 0xd8 && (rgb >> 16 & 0xff) > 0xd8, "something is drawn at " + x + ", " + y);
            }
        }
    }

    @Test
    void evaluatePredictAndForecastDraw() throws IOException {
        Path data = Cli.sunspots(folder);
        Path model = folder.resolve("model");
        Cli.run("train", data, "--target", "Sunspots", "--model", model, "--epochs", 1, "--layers", "rnn:2,dense:1")
                .ok();
        Path file = folder.resolve("picture.png");
        for (String command : new String[] {"evaluate", "predict", "forecast --steps 24"}) {
            Files.deleteIfExists(file);
            Cli.run((Object[]) (command + " --model " + model + " --data " + data + " --plot " + file).split(" ")).ok();
            assertTrue(image(file).getWidth() > 0, command);
        }
    }

    @Test
    void axesAreYearsTimesOrRows() {
        assertEquals(TimeAxis.Unit.YEARS, TimeAxis.of(List.of("1749-01", "1983-12"), true).unit());
        assertEquals(1983 + 334 / 365.0, TimeAxis.of(List.of("1749-01", "1983-12"), true).places()[1], 1e-9);
        assertEquals(TimeAxis.Unit.MILLIS, TimeAxis.of(List.of("2020-01-01", "2020-05-01"), true).unit());
        assertEquals(86_400_000.0, TimeAxis.of(List.of("1970-01-02", "1970-01-03"), true).places()[0]);
        assertEquals(TimeAxis.Unit.ROWS, TimeAxis.of(List.of("17", "18"), false).unit());
        assertEquals(17, TimeAxis.of(List.of("17", "18"), false).places()[0]);
    }
}

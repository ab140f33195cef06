package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on texts and writing with what was learnt. */
class TextCommandsTest {

    /** Within a line every character follows from those before it; German, so that some take two bytes. */
    private static final String LINE = "zwölf Boxkämpfer jagen Viktor quer über den großen Deich\n";

    @TempDir
    Path folder;

    private Path text;
    private Path model;

    @BeforeEach
    void files() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), LINE.repeat(60));
        model = folder.resolve("text.safetensors");
    }

    private Cli.Result train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("text", "train", text, "--model", model));
        List<Object> small = List.of("--layers", "gru:32", "--embedding", 12, "--steps", 20, "--lanes", 4, "--epochs",
                14, "--learning-rate", ".02", "--dropout", 0);
        for (int i = 0; i < small.size(); i += 2) {
            if (!List.of(more).contains(small.get(i))) {
                arguments.addAll(small.subList(i, i + 2));
            }
        }
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray());
    }

    @Test
    void aTextThatRepeatsItselfIsLearntAndWritten() throws IOException {
        Map<String, Object> line = train("--json").ok().json().get(0);
        assertEquals(List.of("train_nats", "train_bits", "validation_nats", "validation_bits", "characters",
                "vocabulary", "epochs", "fit_ms"), List.copyOf(line.keySet()));
        assertEquals(LINE.length() * 60, Cli.number(line, "characters"));
        assertEquals(LINE.chars().distinct().count(), (long) Cli.number(line, "vocabulary"));
        assertEquals(Cli.number(line, "validation_nats") / Math.log(2), Cli.number(line, "validation_bits"), 1e-12);
        assertTrue(Cli.number(line, "validation_nats") < 0.2, line.toString());
        assertEquals(LINE.chars().distinct().count(), Model.load(model).vocabulary().size());

        String likeliest = Cli.run("text", "sample", model, "--prompt", "zwölf Box", "--temperature", 0, "--length",
                LINE.length()).ok().out();
        assertTrue(likeliest.startsWith(LINE.substring(0, 40)), likeliest);
        Map<String, Object> json = Cli.run("text", "sample", model, "--prompt", "zwölf Box", "--temperature", 0,
                "--length", LINE.length(), "--json").ok().json().get(0);
        assertEquals(likeliest.stripTrailing(), ("zwölf Box" + json.get("text")).stripTrailing());
    }

    @Test
    void theSameSeedWritesTheSameTextAndAnotherSeedAnother() {
        train("--epochs", 1).ok();
        String[] written = new String[3];
        for (int i = 0; i < 3; i++) {
            written[i] = Cli.run("text", "sample", model, "--length", 200, "--seed", i < 2 ? 1 : 2).ok().out();
        }
        assertEquals(written[0], written[1]);
        assertNotEquals(written[0], written[2]);
        assertEquals(200, written[0].stripTrailing().length(), 20);
    }

    @Test
    void progressShowsLossesAndWhatTheModelWrites() throws IOException {
        Path picture = folder.resolve("curve.png");
        Cli.Result result = train("--epochs", 2, "--sample", 30, "--plot", picture).ok();
        assertTrue(result.err().contains("epoch 1, loss "), result.err());
        assertTrue(result.err().contains("it writes:"), result.err());
        assertTrue(result.err().contains("more --epochs, such as"), result.err());
        assertTrue(result.err().contains("held out "), result.err());
        assertTrue(result.out().contains("held out"), result.out());
        assertTrue(result.out().contains("elman text sample " + model), result.out());
        assertTrue(Files.size(picture) > 1000);
        assertFalse(train("--epochs", 1, "--sample", 0).ok().err().contains("it writes:"));
    }

    @Test
    void aTrainingThatWasInterruptedGoesOnBitForBit() throws IOException {
        Path checkpoint = folder.resolve("text.checkpoint");
        train("--epochs", 2, "--seed", 3).ok();
        String whole = Model.load(model).sha256();
        // Nothing to continue from yet: it says so, and begins.
        assertTrue(train("--epochs", 2, "--seed", 3, "--checkpoint", checkpoint, "--resume").ok().err()
                .contains("begins anew"));
        assertEquals(whole, Model.load(model).sha256());
        train("--epochs", 2, "--seed", 3, "--checkpoint", checkpoint, "--resume").ok();
        assertEquals(whole, Model.load(model).sha256());
    }

    private void assertFails(int code, Cli.Result result, String... parts) {
        assertEquals(code, result.code(), result.err());
        assertEquals("", result.out());
        for (String part : parts) {
            assertTrue(result.error().contains(part), "'" + part + "' in: " + result.error());
        }
    }

    @Test
    void textsThatCannotBeLearntFromAreRefused() throws IOException {
        Files.write(text, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertFails(Main.FAILED, train(), "not UTF-8", "byte 3");
        Files.writeString(text, "");
        assertFails(Main.FAILED, train(), "is empty");
        Files.writeString(text, "short");
        assertFails(Main.FAILED, train(), "--lanes");
        Files.delete(text);
        assertFails(Main.FAILED, train(), "no such file");
        assertFalse(Files.exists(model));
    }

    @Test
    void commandsOfColumnsSayThatItIsAModelOfAText() throws IOException {
        train("--epochs", 1).ok();
        Path series = Cli.waves(folder, 100);
        for (String command : List.of("evaluate", "predict", "forecast --steps 3")) {
            List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of("--model", model, "--data", series));
            assertFails(Main.FAILED, Cli.run(arguments.toArray()), "is a model of a text",
                    "elman text sample " + model);
        }
    }

    @Test
    void wrongUsageIsNamed() throws IOException {
        assertFails(Main.WRONG_USAGE, train("--layers", "bi-gru:8"), "forwards");
        assertFails(Main.WRONG_USAGE, train("--layers", "dense:8"), "recurrent");
        assertFails(Main.WRONG_USAGE, train("--dropout", 1), "--dropout");
        assertFails(Main.WRONG_USAGE, Cli.run("text"), "train or sample");
        Path series = Cli.waves(folder, 100);
        Path other = folder.resolve("waves.safetensors");
        Cli.run("train", series, "--target", "sine", "--model", other, "--epochs", 1).ok();
        assertFails(Main.FAILED, Cli.run("text", "sample", other), "no model of a text");
        train("--epochs", 1).ok();
        assertFails(Main.FAILED, Cli.run("text", "sample", model, "--prompt", "Ω"), "Ω");
        assertFails(Main.WRONG_USAGE, Cli.run("text", "sample", model, "--temperature", -1), "--temperature");
    }
}

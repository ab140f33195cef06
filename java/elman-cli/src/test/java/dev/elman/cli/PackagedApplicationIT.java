package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.Model;
import dev.elman.engine.Engines;
import dev.elman.engine.Version;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The application as it is packaged and called: its jars, in a process of its own. */
@EnabledIfSystemProperty(named = "elman.app", matches = ".+", disabledReason = "runs once the application is packaged")
class PackagedApplicationIT {

    private static final int SIGINT = 2;
    private static final Path LIB = Path.of(System.getProperty("elman.app", ""), "lib");

    @TempDir
    private Path folder;

    /** Starts the application with those of its jars whose names do not begin with {@code without}. */
    private Process start(String without, Object... arguments) throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(LIB)) {
            jars = files.filter(jar -> !jar.getFileName().toString().startsWith(without)).map(Path::toString).toList();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true", "-cp", String.join(File.pathSeparator, jars), "dev.elman.cli.Main"));
        if (Runtime.version().feature() >= 22) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private Cli.Result finish(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "still running");
        return new Cli.Result(process.exitValue(), Files.readString(folder.resolve("out")),
                Files.readString(folder.resolve("err")));
    }

    private Cli.Result run(Object... arguments) throws IOException, InterruptedException {
        return finish(start("no such jar", arguments));
    }

    @Test
    void testsRunAgainstThePackagedJarsOfTheLibraryAndTheNativeEngine() {
        for (Class<?> type : List.of(Model.class, Engines.get("native").getClass())) {
            String source = type.getProtectionDomain().getCodeSource().getLocation().getPath();
            assertTrue(source.endsWith(".jar"), type + " comes from " + source);
        }
    }

    @Test
    void theFolderHoldsEveryJarOnceAndNoneForOtherPlatforms() throws IOException {
        try (Stream<Path> files = Files.list(LIB)) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            for (String part : new String[] {"elman-cli-", "elman-native-", "openblas-", "javacpp-", "picocli-",
                    "xchart-"}) {
                assertTrue(names.stream().anyMatch(name -> name.startsWith(part)), part + " in " + names);
            }
            String ours = "elman-\\d.*|elman-cli-.*|elman-native-[\\d.]+jar";
            assertEquals(3, names.stream().filter(name -> name.matches(ours)).count(), names.toString());
            assertTrue(names.stream().noneMatch(name -> name.contains("windows") || name.contains("macosx")),
                    names.toString());
        }
    }

    @Test
    void bothDemonstrationsRunAndGiveOnlyJson() throws IOException, InterruptedException {
        Cli.Result sunspots = run("demo", "sunspots", "--seeds", 2, "--json", "--plot", "sunspots.png").ok();
        assertEquals(List.of("tutorial", "tuned"), sunspots.json().stream().map(line -> line.get("recipe")).toList());
        assertTrue(Files.size(folder.resolve("sunspots.png")) > 1000);
        Cli.Result sine = run("demo", "sine", "--seeds", 1, "--json").ok();
        assertEquals(List.of("article", "repaired"), sine.json().stream().map(line -> line.get("recipe")).toList());
        assertFalse(Files.exists(folder.resolve("elman-sine.png")), "with --json a picture only where it is asked for");
    }

    @Test
    void aDemonstrationLeavesItsPictureWhereItWasCalled() throws IOException, InterruptedException {
        Cli.Result result = run("demo", "sunspots", "--recipe", "tutorial", "--seeds", 1).ok();
        assertTrue(Files.exists(folder.resolve("elman-sunspots.png")));
        assertTrue(result.out().contains("elman-sunspots.png"), result.out());
    }

    @Test
    void bothEnginesTrainAndUseAModelInProcessesOfTheirOwn() throws IOException, InterruptedException {
        Path data = Cli.waves(folder, 200);
        for (String engine : new String[] {"native", "reference"}) {
            Path model = folder.resolve(engine + ".safetensors");
            Map<String, Object> line = run("train", data, "--target", "sine", "--model", model, "--epochs", 3, "--json",
                    "--engine", engine).ok().json().get(0);
            Map<String, Object> scored = run("evaluate", "--model", model, "--data", data, "--json", "--engine", engine)
                    .ok().json().get(0);
            assertTrue(Cli.number(line, "test_rmse") > 0 && Cli.number(scored, "rmse") > 0);
        }
    }

    @Test
    void anEngineThatIsNotOnTheClassPathIsAnErrorThatSaysWhatToAdd() throws IOException, InterruptedException {
        Cli.Result result = finish(start("elman-native", "demo", "sunspots", "--seeds", 1, "--json"));
        assertEquals(1, result.code());
        assertEquals("", result.out());
        assertTrue(result.error().contains("dev.elman:elman-native") && result.error().contains("reference"),
                result.err());
        finish(start("elman-native", "demo", "sunspots", "--seeds", 1, "--json", "--engine", "reference")).ok();
        Cli.Result library = finish(start("elman-native-" + Version.NUMBER + "-", "demo", "sunspots", "--seeds", 1,
                "--json"));
        assertEquals(1, library.code());
        assertEquals("", library.out());
        assertFalse(library.err().contains("\tat "), library.err());
    }

    @Test
    void ctrlCStopsAtTheNextMiniBatchAndKeepsTheLastGoodWeights() throws IOException, InterruptedException {
        Path data = Cli.waves(folder, 3000);
        Path model = folder.resolve("model.safetensors");
        Process process = start("no such jar", "train", data, "--target", "sine", "--model", model,
                "--epochs", 1_000_000, "--layers", "rnn:32,dense:1", "--checkpoint", folder.resolve("checkpoint"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        // A checkpoint is there once an epoch is done.
        while (!Files.exists(folder.resolve("checkpoint")) && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        // A shell has what it starts in the background ignore Ctrl-C, and their children inherit that.
        boolean ignored = ignoresCtrlC(process);
        new ProcessBuilder("kill", ignored ? "-TERM" : "-INT", String.valueOf(process.pid())).start().waitFor();
        Cli.Result result = finish(process);
        assertEquals(ignored ? 143 : 130, result.code(), result.err());
        assertTrue(result.err().contains("last-good"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
        assertFalse(Files.exists(model));
        assertEquals(1, Model.load(folder.resolve("model.safetensors.last-good")).schema().targets().size());
    }

    private static boolean ignoresCtrlC(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        String mask = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
                .orElseThrow().substring("SigIgn:".length()).strip();
        return (Long.parseUnsignedLong(mask, 16) & 1L << SIGINT - 1) != 0;
    }

    @Test
    void standardOutputThatCannotBeWrittenToIsAnError() throws IOException, InterruptedException {
        Path data = Cli.waves(folder, 200);
        Path model = folder.resolve("model.safetensors");
        run("train", data, "--target", "sine", "--model", model, "--epochs", 1).ok();
        if (!Files.exists(Path.of("/dev/full"))) {
            return;
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", LIB + "/*",
                        "dev.elman.cli.Main", "predict", "--model", model.toString(), "--data", data.toString(),
                        "--engine", "reference")
                .redirectOutput(new File("/dev/full"))
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertTrue(Files.readString(folder.resolve("err")).contains("standard output"));
    }
}

package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Network;
import dev.elman.engine.Precision;
import dev.elman.engine.Version;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the library is loaded, each time by JVMs of their own, from jars as an application has them. */
class LoadingTest {

    private static final String PLATFORM = Loader.getPlatform();
    private static final String BAD_FOLDER = "/proc/none";

    @TempDir
    private static Path folder;

    private static List<String> jars;
    private static String expected;

    @TempDir
    private Path home;

    @BeforeAll
    static void packTheClasses() throws Exception {
        jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            jars.add(Files.isDirectory(Path.of(entry)) ? pack(Path.of(entry)) : entry);
        }
        expected = "predicted " + predictHere();
    }

    private static float predictHere() {
        float[] outputs = new float[1];
        try (Network network = Networks.open(Networks.architecture(1, 3, 1), Precision.FLOAT, null, 1)) {
            network.predict(new float[] {1, 2, 3}, 1, 3, outputs);
        }
        return outputs[0];
    }

    @Test
    void twentyJvmsThatStartAtOnceWithAnEmptyCache() throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Path> outputs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Path output = home.resolve("output" + i);
            outputs.add(output);
            processes.add(start(output, jars, List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), "predict"));
        }
        for (int i = 0; i < 20; i++) {
            processes.get(i).waitFor();
            assertEquals(expected, Files.readString(outputs.get(i)).strip());
        }
        assertTrue(Files.isDirectory(home.resolve(".javacpp/cache")));
    }

    @Test
    void whereTheLibrariesAreIsRememberedAndUsedAgain() throws Exception {
        assertEquals(expected, run(jars, List.of(), "predict"));
        String again = run(jars, List.of("-Xlog:class+load"), "predict");
        assertTrue(again.contains(expected), again);
        assertFalse(again.contains("org.bytedeco.javacpp"), again);
        Files.delete(note());
        assertTrue(run(jars, List.of("-Xlog:class+load"), "predict").contains("org.bytedeco.javacpp.Loader "));
        assertTrue(Files.exists(note()));
    }

    @Test
    void whatIsNotAsItWasIsLeftToJavaCpp() throws Exception {
        assertEquals(expected, run(jars, List.of(), "predict"));
        Path note = note();
        String text = Files.readString(note);
        for (String other : new String[] {"", "\n", "rubbish", text.substring(1), text + "\n" + text,
            text.substring(0, text.length() / 2), text.replace("libelman.so", "../other.so"),
            text.replace("libelman.so", "libother.so")}) {
            writeNote(other);
            assertEquals(expected, run(jars, List.of(), "predict"));
            assertEquals(text, Files.readString(note));
        }
        Files.write(library("libelman.so"), new byte[10]);
        assertEquals(expected, run(jars, List.of(), "predict"));
        assertEquals(text, Files.readString(note));
    }

    @Test
    void whatOthersCouldHaveWrittenIsLeftToJavaCpp() throws Exception {
        assertEquals(expected, run(jars, List.of(), "predict"));
        Path note = note();
        String text = Files.readString(note);
        for (String writable : new String[] {"rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(note, PosixFilePermissions.fromString(writable));
            assertJavaCppIsAsked();
            assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(note)));
        }
        Path elsewhere = Files.move(note, home.resolve("note"));
        Files.createSymbolicLink(note, elsewhere);
        assertJavaCppIsAsked();
        assertTrue(Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS));
        Files.delete(note);
        assertEquals(0, start(home.resolve("output"), List.of("mkfifo", "-m", "600", note.toString())).waitFor());
        assertJavaCppIsAsked();
        assertEquals(text, Files.readString(note));
        Files.setPosixFilePermissions(note.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertJavaCppIsAsked();
    }

    @Test
    void anEmptySettingIsNoFolder() throws Exception {
        List<String> options = List.of("-Dorg.bytedeco.javacpp.cachedir=", "-Xlog:class+load");
        assertTrue(run(jars, options, "predict").contains(expected));
        String again = run(jars, options, "predict");
        assertTrue(again.contains(expected), again);
        assertFalse(again.contains("org.bytedeco.javacpp"), again);
    }

    @Test
    void aNoteOfAnotherLibraryHelpsNobodyTwice() throws Exception {
        assertEquals(expected, run(jars, List.of(), "predict"));
        Path note = note();
        String text = Files.readString(note);
        Path bindings = library("libjniElman.so");
        String before = Files.size(bindings) + " " + bindings.toFile().lastModified();
        Files.copy(library("libgcc_s.so.1"), bindings, StandardCopyOption.REPLACE_EXISTING);
        writeNote(text.replace(before, Files.size(bindings) + " " + bindings.toFile().lastModified()));
        // The JVM goes on with what it has loaded from there, whatever JavaCPP puts in its place.
        String message = run(jars, List.of(), "predict");
        assertTrue(message.startsWith("refused: "), message);
        assertFalse(Files.exists(note));
        assertEquals(expected, run(jars, List.of(), "predict"));
        assertEquals(text, Files.readString(note));
    }

    private void assertJavaCppIsAsked() throws Exception {
        String output = run(jars, List.of("-Xlog:class+load"), "predict");
        assertTrue(output.contains(expected), output);
        assertTrue(output.contains("org.bytedeco.javacpp.Loader "), output);
    }

    private Path library(String name) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(".javacpp/cache"))) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** In the place of the one that is there, which cannot be written to. */
    private void writeNote(String text) throws IOException {
        Path note = note();
        Files.delete(note);
        Files.writeString(note, text);
        Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("r--r--r--"));
    }

    private Path note() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve(".javacpp/cache"))) {
            return files.filter(file -> file.toString().endsWith(PLATFORM + ".txt")).findFirst().orElseThrow();
        }
    }

    @Test
    void aHomeThatCannotBeWrittenTo() throws Exception {
        Path temporary = Files.createDirectory(home.resolve("tmp"));
        assertEquals(expected, run(jars,
                List.of("-Duser.home=" + BAD_FOLDER, "-Djava.io.tmpdir=" + temporary), "predict"));
        try (Stream<Path> made = Files.list(temporary)) {
            assertTrue(made.anyMatch(path -> path.getFileName().toString().startsWith(".javacpp-")));
        }
    }

    @Test
    void noFolderForTheLibrariesAtAll() throws Exception {
        String message = run(jars, List.of("-Duser.home=" + BAD_FOLDER, "-Djava.io.tmpdir=" + BAD_FOLDER), "predict");
        assertTrue(message.contains("refused: "), message);
        assertTrue(message.contains("org.bytedeco.javacpp.cachedir"), message);
    }

    @Test
    void aSmallHeapDoesNotLimitTheMemoryOfTheEngine() throws Exception {
        // 40 x 6 MB of data is far more than JavaCPP would allow next to a heap of 16 MB.
        assertEquals(expected, run(jars, List.of("-Xmx16m"), "resident", "6"));
    }

    @Test
    void whenMemoryIsUsedUpItIsAnOutOfMemoryErrorAndTheJvmGoesOn() throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -v 6000000 && exec \"$@\"", "bash"));
        command.addAll(command(jars, List.of("-Xmx64m", "-XX:ReservedCodeCacheSize=32m",
                "-XX:CompressedClassSpaceSize=64m", "-XX:+UseSerialGC"), "exhaust"));
        Path output = home.resolve("output");
        start(output, command).waitFor();
        String text = Files.readString(output).strip();
        assertTrue(text.startsWith("out of memory: "), text);
        assertTrue(text.endsWith(expected), text);
    }

    @Test
    void findingTheEngineLoadsNothing() throws Exception {
        assertEquals("found native " + Version.NUMBER, run(jars, List.of(), "find"));
        assertFalse(Files.exists(home.resolve(".javacpp")));
    }

    @Test
    void withoutThePlatformsJarTheMessageNamesIt() throws Exception {
        List<String> bare = new ArrayList<>();
        for (String jar : jars) {
            bare.add(isOurs(jar) ? pack(Path.of(classesFolder()), path -> !path.contains(PLATFORM)) : jar);
        }
        String message = run(bare, List.of(), "predict");
        assertTrue(message.startsWith("refused: "), message);
        assertTrue(message.contains("dev.elman:elman-native:" + Version.NUMBER + " with the classifier " + PLATFORM),
                message);
        assertTrue(message.contains("'reference'"), message);
    }

    @Test
    void withoutOpenBlasTheMessageNamesIt() throws Exception {
        String message = run(without(this::isOpenBlas), List.of(), "predict");
        assertTrue(message.startsWith("refused: "), message);
        assertTrue(message.contains("OpenBLAS 0.3.31") || message.contains("org.bytedeco:openblas:0.3.31-"), message);
        assertTrue(message.contains("'reference'"), message);
    }

    @Test
    void anotherOpenBlasInTheProcessIsRefused() throws Exception {
        Path source = Files.writeString(home.resolve("other.cpp"), """
                extern "C" {
                void cblas_sgemm() {}
                void cblas_dgemm() {}
                const char* openblas_get_config() { return "OpenBLAS 0.3.21 DYNAMIC_ARCH Haswell"; }
                const char* openblas_get_corename() { return "Haswell"; }
                int openblas_get_num_threads() { return 1; }
                void openblas_set_num_threads(int) {}
                }
                """);
        Path other = home.resolve("libopenblas.so.0");
        Path output = home.resolve("output");
        // The compiler that built the library.
        assertEquals(0, start(output, List.of("g++", "-shared", "-fPIC", "-Wl,-soname,libopenblas.so.0", "-o",
                other.toString(), source.toString())).waitFor(), () -> "g++ failed, see " + output);
        List<String> command = new ArrayList<>(List.of("env", "LD_PRELOAD=" + other));
        command.addAll(command(jars, List.of(), "predict"));
        start(output, command).waitFor();
        String message = Files.readString(output).strip();
        assertTrue(message.startsWith("refused: "), message);
        assertTrue(message.contains("0.3.21"), message);
        assertTrue(message.contains("needs OpenBLAS 0.3.31"), message);
    }

    @Test
    void onAnotherPlatformTheMessageSaysSo() throws Exception {
        String message = run(jars, List.of("-Dorg.bytedeco.javacpp.platform=solaris-sparc"), "predict");
        assertTrue(message.contains("no native library for the platform solaris-sparc"), message);
        assertTrue(message.contains("'reference'"), message);
    }

    private boolean isOpenBlas(String jar) {
        return Path.of(jar).getFileName().toString().startsWith("openblas-");
    }

    private static boolean isOurs(String jar) {
        return jar.equals(folder.resolve(jarName(Path.of(classesFolder()))).toString());
    }

    private static String classesFolder() {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.exists(Path.of(entry, "META-INF/services/dev.elman.engine.Engine"))
                    && Files.exists(Path.of(entry, "dev/elman/openblas/NativeEngine.class"))) {
                return entry;
            }
        }
        throw new IllegalStateException("no folder of classes on the class path");
    }

    private static List<String> without(Predicate<String> unwanted) {
        return jars.stream().filter(unwanted.negate()).toList();
    }

    private String run(List<String> classPath, List<String> options, String... arguments) throws Exception {
        Path output = home.resolve("output");
        start(output, classPath, options, arguments).waitFor();
        return Files.readString(output).strip();
    }

    private Process start(Path output, List<String> classPath, List<String> options, String... arguments)
            throws IOException {
        return start(output, command(classPath, options, arguments));
    }

    /** With folders that others cannot write to, as only those may hold notes. */
    private static Process start(Path output, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("bash", "-c", "umask 022 && exec \"$@\"", "bash"));
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private List<String> command(List<String> classPath, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + home);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), LoadingMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String pack(Path classes) throws IOException {
        return pack(classes, path -> true);
    }

    /** A jar of those files of a folder whose paths are wanted. */
    private static String pack(Path classes, Predicate<String> wanted) throws IOException {
        Path jar = Files.exists(folder.resolve(jarName(classes)))
                ? Files.createTempFile(folder, "part", ".jar")
                : folder.resolve(jarName(classes));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                String path = classes.relativize(file).toString();
                try {
                    if (wanted.test(path)) {
                        entries.putNextEntry(new JarEntry(path));
                        Files.copy(file, entries);
                        entries.closeEntry();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar.toString();
    }

    private static String jarName(Path classes) {
        return classes.toString().replace(File.separatorChar, '_') + ".jar";
    }
}

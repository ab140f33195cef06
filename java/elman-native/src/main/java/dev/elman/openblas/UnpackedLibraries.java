package dev.elman.openblas;

import dev.elman.format.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/**
 * Remembers where JavaCPP has unpacked the libraries. Its search for them takes a third of the time from the start of a
 * JVM to a first prediction and always ends in the same place: a file beside what it unpacks names that place, and
 * later JVMs look there first. Like JavaCPP, they know a file by its size and time.
 *
 * <p>Whatever is not as it was, such as another jar, another file or a setting of JavaCPP's own, is left to JavaCPP.
 */
final class UnpackedLibraries {

    private static final String SETTINGS = "org.bytedeco.javacpp.";
    /** JavaCPP knows the name in both spellings. */
    private static final List<String> CACHE_SETTINGS = List.of(SETTINGS + "cachedir", SETTINGS + "cacheDir");
    /** As JavaCPP names them, in the order in which they need one another. */
    private static final List<String> LIBRARIES =
            List.of("gcc_s@.1", "quadmath@.0", "gfortran@.5", "openblas@.0", "elman", "jniElman");

    private final String platform;
    /** The jars that hold the libraries; null where they are not in jars, or not there. */
    private final List<File> jars;

    private UnpackedLibraries(String platform, List<File> jars) {
        this.platform = platform;
        this.jars = jars;
    }

    /** The libraries of the class path. */
    static UnpackedLibraries ofClassPath() {
        String platform = platform();
        if (platform == null || hasSettings()) {
            return new UnpackedLibraries(platform, null);
        }
        File own = jar(UnpackedLibraries.class.getResource("internal/" + platform + "/libelman.so"));
        File openBlas = jar(
                UnpackedLibraries.class.getResource("/org/bytedeco/openblas/" + platform + "/libopenblas.so.0"));
        return new UnpackedLibraries(platform, own == null || openBlas == null ? null : List.of(own, openBlas));
    }

    private static String platform() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "linux-x86_64";
            case "aarch64" -> "linux-arm64";
            default -> null;
        };
    }

    private static boolean hasSettings() {
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(SETTINGS) && !CACHE_SETTINGS.contains(name)) {
                return true;
            }
        }
        return false;
    }

    private static File jar(URL resource) {
        String url = resource == null ? "" : resource.toString();
        int end = url.indexOf("!/");
        if (!url.startsWith("jar:file:") || end < 0) {
            return null;
        }
        String file = url.substring("jar:".length(), end);
        return new File(file.contains("%") ? URI.create(file).getPath() : file.substring("file:".length()));
    }

    /**
     * Loads them.
     *
     * @return whether that was done; where not, some may be loaded, which does not disturb JavaCPP
     */
    boolean load() {
        if (jars == null) {
            return false;
        }
        try {
            for (File folder : folders()) {
                File note = note(folder);
                if (note.exists()) {
                    return load(folder, Files.readAllLines(note.toPath()));
                }
            }
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // JavaCPP tries all that can be tried, and says what is wrong where nothing helps.
        }
        return false;
    }

    private boolean load(File folder, List<String> lines) {
        List<File> files = new ArrayList<>();
        for (String line : lines) {
            String path = line.substring(line.indexOf('/') + 1);
            files.add(files.size() < jars.size() ? jars.get(files.size()) : new File(folder, path));
        }
        if (files.size() != jars.size() + LIBRARIES.size() || !lines.equals(describe(folder, files))) {
            return false;
        }
        for (File library : files.subList(jars.size(), files.size())) {
            System.load(library.getPath());
        }
        return true;
    }

    /** Where JavaCPP may have unpacked them: the folder that it was told, else the one it takes first. */
    private static List<File> folders() {
        for (String setting : CACHE_SETTINGS) {
            String folder = System.getProperty(setting);
            if (folder != null) {
                return List.of(new File(folder).getAbsoluteFile());
            }
        }
        return List.of(new File(System.getProperty("user.home"), ".javacpp/cache"),
                new File(System.getProperty("java.io.tmpdir"),
                        ".javacpp-" + System.getProperty("user.name") + "/cache"));
    }

    private File note(File folder) {
        return new File(folder, "elman-native-" + NativeLibrary.version() + "-" + platform + ".txt");
    }

    /** Remembers what JavaCPP has loaded, where that can be done. */
    void remember() {
        if (jars == null) {
            return;
        }
        try {
            File folder = Loader.getCacheDir();
            Map<String, String> loaded = Loader.getLoadedLibraries();
            List<File> files = new ArrayList<>(jars);
            for (String library : LIBRARIES) {
                String path = loaded.get(library);
                if (path == null || !path.startsWith(folder.getPath() + "/")) {
                    return;
                }
                files.add(new File(path));
            }
            byte[] text = String.join("\n", describe(folder, files)).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(note(folder).toPath(), out -> out.write(text));
        } catch (IOException | RuntimeException e) {
            // It is only slower the next time.
        }
    }

    /** A line for each file: its size, its time and its path, that in the folder where it lies there. */
    private static List<String> describe(File folder, List<File> files) {
        List<String> lines = new ArrayList<>();
        for (File file : files) {
            String path = file.getPath();
            String inFolder = path.startsWith(folder.getPath() + "/") ? path.substring(folder.getPath().length()) : path;
            lines.add(file.length() + " " + file.lastModified() + " " + inFolder);
        }
        return lines;
    }
}

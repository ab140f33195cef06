package dev.elman.openblas;

import dev.elman.format.AtomicFile;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import org.bytedeco.javacpp.Loader;

/**
 * Remembers what JavaCPP has unpacked. Its search for the libraries takes a third of the time from the start of a JVM
 * to a first prediction and always ends in the same place: a note beside what it unpacks says that it did so, of which
 * jars, and later JVMs load the same files. Like JavaCPP, they know a file by its size and time.
 *
 * <p>Whatever is not as it was, such as another jar, another file or a setting of JavaCPP's own, is left to JavaCPP;
 * so is a folder or a note that other users could have written.
 */
final class UnpackedLibraries {

    private static final String SETTINGS = "org.bytedeco.javacpp.";
    /** JavaCPP knows the name in both spellings. */
    private static final List<String> CACHE_SETTINGS = List.of(SETTINGS + "cachedir", SETTINGS + "cacheDir");
    private static final String ARM64 = "linux-arm64";
    private static final String OPENBLAS = "org/bytedeco/openblas/";
    private static final String OWN = "dev/elman/openblas/internal/";

    /** The bits of a file's mode that hold its type and two of those types, and those that let others write to it. */
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int REGULAR = 0100000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final String platform;
    /** The jars that hold the libraries, OpenBLAS's and our own; null where they are not in jars, or not there. */
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
        File openBlas = jar(resource(OPENBLAS + platform + "/libopenblas.so.0"));
        File own = jar(resource(OWN + platform + "/libelman.so"));
        return new UnpackedLibraries(platform, own == null || openBlas == null ? null : List.of(openBlas, own));
    }

    private static URL resource(String path) {
        return UnpackedLibraries.class.getResource("/" + path);
    }

    private static String platform() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return null;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "linux-x86_64";
            case "aarch64" -> ARM64;
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
        try {
            return new File(file.contains("%") ? URI.create(file).getPath() : file.substring("file:".length()));
        } catch (IllegalArgumentException e) {
            return null;
        }
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
            File folder = folder();
            List<Library> libraries = libraries();
            byte[] text = describe(folder, libraries);
            Path note = note(folder).toPath();
            // A regular file, as another one could let us wait for ever, and one of the size that we are going to read.
            if (!isSafe(folder.toPath(), FOLDER) || !isSafe(note, REGULAR, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(note) != text.length || !Arrays.equals(Files.readAllBytes(note), text)) {
                return false;
            }
            for (Library library : libraries) {
                System.load(new File(folder, library.path()).getPath());
            }
            return true;
        } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
            // JavaCPP tries all that can be tried, and says what is wrong where nothing helps.
            return false;
        }
    }

    /** Where JavaCPP unpacks them first of all; where it cannot, it takes others, which we leave to it. */
    private static File folder() {
        for (String setting : CACHE_SETTINGS) {
            String folder = System.getProperty(setting);
            if (folder != null && !folder.isEmpty()) {
                return new File(folder).getAbsoluteFile();
            }
        }
        return new File(System.getProperty("user.home"), ".javacpp/cache").getAbsoluteFile();
    }

    private File note(File folder) {
        return new File(folder, "elman-native-" + NativeLibrary.version() + "-" + platform + ".txt");
    }

    /** Whether it is of that type, and nobody can have written to it but this process's user and root. */
    private static boolean isSafe(Path path, int type, LinkOption... options) throws IOException {
        // Numbers, as looking up the names of users takes time.
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode,uid", options);
        int mode = (Integer) attributes.get("mode");
        Object owner = attributes.get("uid");
        return (mode & TYPE) == type && (mode & WRITABLE_BY_OTHERS) == 0
                && (owner.equals(0) || owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
    }

    /** A library: JavaCPP's name for it, the jar that it is in, its folder there and its name there. */
    private record Library(String name, File jar, String parent, String file) {

        /** Where it is unpacked, within JavaCPP's folder. */
        String path() {
            return jar.getName() + "/" + entry();
        }

        String entry() {
            return parent + "/" + file;
        }
    }

    /** All of them, in the order in which they need one another. */
    private List<Library> libraries() {
        File openBlas = jars.get(0);
        String parent = OPENBLAS + platform;
        List<Library> libraries = new ArrayList<>();
        libraries.add(new Library("gcc_s@.1", openBlas, parent, "libgcc_s.so.1"));
        if (!platform.equals(ARM64)) {
            // OpenBLAS's jar for ARM64 has none.
            libraries.add(new Library("quadmath@.0", openBlas, parent, "libquadmath.so.0"));
        }
        libraries.add(new Library("gfortran@.5", openBlas, parent, "libgfortran.so.5"));
        libraries.add(new Library("openblas@.0", openBlas, parent, "libopenblas.so.0"));
        libraries.add(new Library("elman", jars.get(1), OWN + platform, "libelman.so"));
        libraries.add(new Library("jniElman", jars.get(1), OWN + platform, "libjniElman.so"));
        return libraries;
    }

    /** Remembers what JavaCPP has loaded, where that can be done. */
    void remember() {
        if (jars == null) {
            return;
        }
        try {
            File folder = folder();
            List<Library> libraries = libraries();
            // Before the files are looked at: what another JVM unpacks meanwhile makes the text wrong, not right.
            byte[] text = describe(folder, libraries);
            if (!isSafe(folder.toPath(), FOLDER) || !areLoaded(folder.getCanonicalFile(), libraries)) {
                return;
            }
            File note = note(folder);
            // Not kept, as its permissions would be; and others in the user's group may not write to the new one.
            note.delete();
            AtomicFile.write(note.toPath(), out -> out.write(text));
            note.setReadOnly();
        } catch (IOException | RuntimeException e) {
            // It is only slower the next time.
        }
    }

    /** Whether these are what JavaCPP has loaded and what the jars hold, and not another build's. */
    private static boolean areLoaded(File folder, List<Library> libraries) throws IOException {
        Map<String, String> loaded = Loader.getLoadedLibraries();
        for (Library library : libraries) {
            File file = new File(folder, library.path());
            JarEntry entry = ((JarURLConnection) resource(library.entry()).openConnection()).getJarEntry();
            if (!file.getPath().equals(loaded.get(library.name()))
                    || file.length() != entry.getSize() || file.lastModified() != entry.getTime()) {
                return false;
            }
        }
        return true;
    }

    /** Forgets it, so that the next JVM asks JavaCPP. */
    void forget() {
        if (jars != null) {
            note(folder()).delete();
        }
    }

    /** A line for each file: its size, its time and its path, that in the folder where it lies there. */
    private byte[] describe(File folder, List<Library> libraries) {
        StringBuilder text = new StringBuilder();
        for (File jar : jars) {
            describe(text, jar, jar.getPath());
        }
        for (Library library : libraries) {
            describe(text, new File(folder, library.path()), library.path());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void describe(StringBuilder text, File file, String path) {
        text.append(file.length()).append(' ').append(file.lastModified()).append(' ').append(path).append('\n');
    }
}

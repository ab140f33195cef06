package dev.elman.openblas;

import dev.elman.engine.EngineException;
import dev.elman.openblas.internal.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;

/** Loads the native library once, and makes sure that it is the right one over the right BLAS. */
final class NativeLibrary {

    private static final Properties BUILT_WITH = builtWith();
    private static final String ELSE = "; or ask for the slow engine 'reference'";

    private static String description;
    private static String failure;
    private static Throwable cause;

    private NativeLibrary() {}

    /** The version of Elman that this module was built as. */
    static String version() {
        return BUILT_WITH.getProperty("elman.version");
    }

    /**
     * Loads the library unless that has been done, or has failed.
     *
     * @return the library's description of itself
     * @throws EngineException where it cannot be loaded; the same at every call
     */
    static synchronized String load() {
        if (description == null && failure == null) {
            try {
                loadOrSayWhy();
            } catch (RuntimeException | LinkageError e) {
                cause = e;
                failure = diagnosis(e);
            }
        }
        if (failure != null) {
            throw new EngineException(failure, cause);
        }
        return description;
    }

    /** Sets the description or the failure. What is remembered was loaded by JavaCPP and has proved to be right. */
    private static void loadOrSayWhy() {
        UnpackedLibraries unpacked = UnpackedLibraries.ofClassPath();
        String loaded = unpacked.load() ? describeOrForget(unpacked) : null;
        boolean remembered = loaded != null;
        if (!remembered) {
            Loader.load(Native.class);
            loaded = Native.elman_description();
        }
        failure = mismatch(loaded, version(), openBlasVersion());
        if (failure != null) {
            unpacked.forget();
            return;
        }
        description = loaded;
        if (!remembered) {
            unpacked.remember();
        }
    }

    /** The first call; null where what was remembered is not our library, so that JavaCPP has to find it. */
    private static String describeOrForget(UnpackedLibraries unpacked) {
        try {
            return Native.elman_description();
        } catch (RuntimeException | LinkageError e) {
            unpacked.forget();
            return null;
        }
    }

    /** OpenBLAS's own version, such as 0.3.31, out of its artifact's, such as 0.3.31-1.5.13. */
    private static String openBlasVersion() {
        String version = openBlasArtifactVersion();
        return version.substring(0, version.indexOf('-'));
    }

    private static String openBlasArtifactVersion() {
        return BUILT_WITH.getProperty("openblas.version");
    }

    /**
     * What is wrong with a library that describes itself so; null where it is the one this module was built with. A
     * process may have another OpenBLAS loaded, or another version's classifier jar on its class path; with 64-bit
     * integers even the right version would read its arguments wrongly.
     */
    static String mismatch(String description, String version, String openBlasVersion) {
        if (!description.startsWith("elman " + version + ",")) {
            return "the native library on the class path describes itself as '" + description + "' but this is"
                    + " elman-native " + version + "; use one version of dev.elman:elman-native and its classifier jar";
        }
        if (!description.contains("OpenBLAS " + openBlasVersion + " ") || description.contains("USE64BITINT")) {
            return "the native engine needs OpenBLAS " + openBlasVersion + " with 32-bit integers, from the artifact"
                    + " org.bytedeco:openblas, but what it found loaded is: " + description
                    + ". Remove other copies of libopenblas from the process and from java.library.path" + ELSE;
        }
        return null;
    }

    private static String diagnosis(Throwable e) {
        String platform = Loader.getPlatform();
        if (!platform.equals("linux-x86_64") && !platform.equals("linux-arm64")) {
            return "there is no native library for the platform " + platform + ", only for linux-x86_64 and linux-arm64"
                    + ELSE;
        }
        if (NativeLibrary.class.getResource("internal/" + platform + "/libelman.so") == null) {
            return "the native library for " + platform + " is not on the class path: add dev.elman:elman-native:"
                    + version() + " with the classifier " + platform + ELSE;
        }
        if (NativeLibrary.class.getResource("/org/bytedeco/openblas/" + platform + "/libopenblas.so.0") == null) {
            return "OpenBLAS for " + platform + " is not on the class path: add org.bytedeco:openblas:"
                    + openBlasArtifactVersion() + " with the classifier " + platform + ELSE;
        }
        return "the native library for " + platform + " is on the class path but cannot be loaded: " + innermost(e)
                + ". It needs glibc 2.35 or newer, a folder for libraries that can be written to and may hold programs"
                + " (the system property org.bytedeco.javacpp.cachedir names another), and one class loader for all of"
                + " Elman in a process" + ELSE;
    }

    private static String innermost(Throwable e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.toString();
    }

    private static Properties builtWith() {
        Properties properties = new Properties();
        try (InputStream in = NativeLibrary.class.getResourceAsStream("native.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}

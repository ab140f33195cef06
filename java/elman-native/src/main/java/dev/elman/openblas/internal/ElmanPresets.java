package dev.elman.openblas.internal;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP how to make the bindings {@code Elman} from the native library's header, and what to load with them.
 *
 * <p>OpenBLAS's own presets are not inherited: they would load 24 MB of bindings that nobody here calls. Its library
 * and what that needs are loaded from its jar in the order of their dependence.
 */
@Properties(
        value = @Platform(
                value = {"linux-x86_64", "linux-arm64"},
                compiler = "cpp17",
                include = "elman/elman.h",
                link = "elman",
                preload = {"gcc_s@.1", "quadmath@.0", "gfortran@.5", "openblas@.0"},
                preloadresource = "/org/bytedeco/openblas/"),
        target = "dev.elman.openblas.internal",
        global = "dev.elman.openblas.internal.Elman")
public class ElmanPresets implements InfoMapper {

    /** Read by JavaCPP; does nothing. */
    public ElmanPresets() {}

    @Override
    public void map(InfoMap infos) {
        infos.put(new Info("ELMAN_API").cppTypes().annotations())
                .put(new Info("elman_samples").pointerTypes("SamplesStruct"))
                .put(new Info("elman_layer").pointerTypes("LayerStruct"))
                .put(new Info("elman_objective").pointerTypes("ObjectiveStruct"))
                .put(new Info("elman_data").pointerTypes("DataPointer"))
                .put(new Info("elman_network").pointerTypes("NetworkPointer"))
                .put(new Info("elman_streams").pointerTypes("StreamsPointer"))
                .put(new Info("elman_message").javaText("public static native String elman_message();"))
                .put(new Info("elman_description").javaText("public static native String elman_description();"));
    }
}

package dev.elman.openblas.internal;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP's parser to take the constants of the native library's header into {@code Elman}, and nothing else: the
 * functions are declared in {@link Native}.
 */
@Properties(
        value = @Platform(value = {"linux-x86_64", "linux-arm64"}, include = "elman/elman.h"),
        target = "dev.elman.openblas.internal",
        global = "dev.elman.openblas.internal.Elman")
public class ElmanPresets implements InfoMapper {

    /** Read by JavaCPP; does nothing. */
    public ElmanPresets() {}

    @Override
    public void map(InfoMap infos) {
        infos.put(new Info("ELMAN_API").cppTypes().annotations());
        for (String name : new String[] {
            "samples", "layer", "objective", "data", "network", "streams", "message", "description", "data_open",
            "data_close", "network_open", "network_close", "network_read", "network_write", "gradient", "update",
            "train", "divergence", "evaluate", "predict", "trace", "streams_open", "streams_close", "streams_step",
            "streams_state"
        }) {
            infos.put(new Info("elman_" + name).skip());
        }
    }
}

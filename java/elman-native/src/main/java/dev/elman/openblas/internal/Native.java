package dev.elman.openblas.internal;

import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Raw;

/**
 * The functions of {@code elman.h}, for which JavaCPP writes the glue, and what has to be loaded for them. Whoever
 * calls one has loaded the library before.
 *
 * <p>Addresses are numbers here: JavaCPP's pointers cost two calls of the JVM each whenever they are passed, 6 ns in a
 * stream's step, and their classes take longer to set up than OpenBLAS to load. Java arrays are never passed: where no
 * memory is left for a copy of one, a JVM writes back from nowhere. No function throws a C++ exception. The C++ compiler
 * checks every {@code Cast} against the header.
 *
 * <p>OpenBLAS's own presets are not inherited: they would load 24 MB of bindings that nobody here calls. Its library
 * and what that needs are loaded from its jar in the order of their dependence.
 */
@Platform(
        value = {"linux-x86_64", "linux-arm64"},
        compiler = "cpp17",
        include = {"elman/elman.h", "bindings.h"},
        link = "elman",
        preload = {"gcc_s@.1", "quadmath@.0", "gfortran@.5", "openblas@.0"},
        preloadresource = "/org/bytedeco/openblas/",
        library = "jniElman")
@NoException
public final class Native {

    private Native() {}

    /** What was wrong with this thread's last call that failed. */
    @Name("bindings_message")
    @Raw(withEnv = true)
    public static native String elman_message();

    @Name("bindings_description")
    @Raw(withEnv = true)
    public static native String elman_description();

    public static native int elman_data_open(
            @Cast("const elman_samples*") long samples, int element, @Cast("elman_data**") long data);

    public static native void elman_data_close(@Cast("elman_data*") long data);

    public static native int elman_network_open(
            int features,
            @Cast("const elman_layer*") long layers,
            int layer_count,
            int element,
            @Cast("const elman_objective*") long objective,
            @Cast("elman_network**") long network);

    public static native void elman_network_close(@Cast("elman_network*") long network);

    public static native int elman_network_read(
            @Cast("elman_network*") long network, int part, @Cast("double*") long destination, long count);

    public static native int elman_network_write(
            @Cast("elman_network*") long network, int part, @Cast("const double*") long source, long count);

    public static native int elman_gradient(
            @Cast("elman_network*") long network,
            @Cast("const elman_data*") long data,
            @Cast("const int32_t*") long order,
            int count,
            long mini_batch_steps,
            int shard,
            long step,
            @Cast("double*") long loss);

    public static native int elman_update(
            @Cast("elman_network*") long network, int shards, long step, double learning_rate);

    public static native int elman_train(
            @Cast("elman_network*") long network,
            @Cast("const elman_data*") long data,
            @Cast("const int32_t*") long order,
            int count,
            int batch_size,
            long first_step,
            @Cast("const double*") long learning_rates,
            @Cast("double*") long losses,
            @Cast("int32_t*") long taken);

    public static native int elman_divergence(
            @Cast("elman_network*") long network, @Cast("int32_t*") long layer, @Cast("int32_t*") long backward);

    public static native int elman_evaluate(
            @Cast("elman_network*") long network,
            @Cast("const elman_data*") long data,
            int from,
            int to,
            int shard,
            @Cast("double*") long loss_sum,
            @Cast("double*") long outputs);

    public static native int elman_predict(
            @Cast("elman_network*") long network,
            @Cast("const void*") long inputs,
            int batch,
            int time_steps,
            @Cast("const int32_t*") long lengths,
            @Cast("const void*") long static_features,
            @Cast("const void*") long initial_states,
            @Cast("void*") long outputs,
            @Cast("void*") long final_states);

    public static native int elman_trace(
            @Cast("elman_network*") long network,
            @Cast("const double*") long inputs,
            int time_steps,
            @Cast("const double*") long static_features,
            @Cast("const double*") long initial_state,
            @Cast("double*") long layers,
            long count);

    public static native int elman_streams_open(
            @Cast("elman_network*") long network, int count, @Cast("elman_streams**") long streams);

    public static native void elman_streams_close(@Cast("elman_streams*") long streams);

    public static native int elman_streams_step(
            @Cast("elman_streams*") long streams,
            @Cast("const int32_t*") long numbers,
            int count,
            @Cast("const void*") long inputs,
            @Cast("void*") long outputs);

    public static native int elman_streams_state(
            @Cast("elman_streams*") long streams, int number, int write, @Cast("double*") long values, long count);

    @MemberGetter
    @Name("sizeof(elman_samples)")
    public static native int sizeof_samples();

    @MemberGetter
    @Name("sizeof(elman_layer)")
    public static native int sizeof_layer();

    @MemberGetter
    @Name("sizeof(elman_objective)")
    public static native int sizeof_objective();

    /** Memory of zeros, or 0 where there is none left. */
    public static native @Cast("jlong") long calloc(@Cast("size_t") long count, @Cast("size_t") long size);

    public static native void free(@Cast("void*") long address);

    /** A {@link java.nio.ByteBuffer} over native memory, which stays the caller's; of Java's own byte order. */
    @Name("bindings_buffer")
    @Raw(withEnv = true)
    public static native Object buffer(long address, long bytes);
}

package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The other libraries, as far as the build has them: see the Maven profile {@code peers}. */
final class Peers {

    /** A folder of jars for those of one version of JavaCPP, beside that of this program. */
    private static final String SHARED = "peers";

    /** One for the library that needs an older version. */
    private static final String OLDER = "peers-deeplearning4j";

    private static final String EXTENSION = "-Dorg.bytedeco.javacpp.platform.extension=";

    private static final String WITHOUT_HEAD = "without dense layer";

    private Peers() {}

    /**
     * All of them, plain Java too.
     *
     * @throws IllegalStateException where this program was built without them
     */
    static List<Contender> all() {
        PlainLoops plain = new PlainLoops();
        List<Contender> all = new ArrayList<>();
        all.add(new RemoteContender(plain.name(), PlainLoops.class.getName(), own(), List.of(),
                plain::does, workload -> ""));
        all.addAll(libraries());
        return all;
    }

    /** Those that an application would have to ship. */
    static List<RemoteContender> libraries() {
        return List.of(
                remote("onednn", "OneDnnPeer", SHARED, List.of(),
                        workload -> workload.task() != Task.SUNSPOTS_FIT,
                        workload -> workload.task().trains() ? WITHOUT_HEAD + ", loss and optimizer" : WITHOUT_HEAD),
                remote("onnxruntime", "OnnxPeer", SHARED, List.of(),
                        workload -> !workload.task().trains(), workload -> ""),
                remote("pytorch", "TorchPeer", SHARED, List.of(),
                        workload -> true, workload -> ""),
                remote("deeplearning4j", "Deeplearning4jPeer", OLDER, List.of(EXTENSION + extension()),
                        workload -> workload.cell() != Cell.GRU, workload -> ""));
    }

    private static RemoteContender remote(
            String name,
            String program,
            String folder,
            List<String> options,
            Predicate<Workload> can,
            Function<Workload, String> remark) {
        return new RemoteContender(
                name, Peers.class.getPackageName() + "." + program, classPath(folder), options, can, remark);
    }

    /** Which of its builds is taken: the one with oneDNN for AVX-512 where the processor has that. */
    private static String extension() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx512f ")) ? "-onednn-avx512"
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> own() {
        return Arrays.stream(Jvm.ownClassPath().split(System.getProperty("path.separator"))).map(Path::of).toList();
    }

    /** The jars of a folder first, so that its versions are the ones that are found, then this program's own. */
    private static List<Path> classPath(String folder) {
        List<Path> own = own();
        Path peers = own.get(0).toAbsolutePath().getParent().resolveSibling(folder);
        if (!Files.isDirectory(peers)) {
            throw new IllegalStateException("the peers are not here: build with the Maven profile peers, as"
                    + " scripts/bench --peers does; there is no folder " + peers);
        }
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(peers)) {
            files.sorted().forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        jars.addAll(own);
        return jars;
    }
}

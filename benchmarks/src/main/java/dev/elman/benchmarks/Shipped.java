package dev.elman.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars that an application has to bring along on one platform. */
final class Shipped {

    /** What is on the class path here for the sake of benchmarks. */
    private static final List<String> OTHERS =
            List.of("elman-benchmarks-", "jmh-", "jopt-simple-", "commons-math3-", "xchart-");

    private Shipped() {}

    /** This library's, on a class path of jars. */
    static List<Path> ours(String classPath) {
        return Stream.of(classPath.split(System.getProperty("path.separator"))).map(Path::of)
                .filter(jar -> OTHERS.stream().noneMatch(other -> jar.getFileName().toString().startsWith(other)))
                .toList();
    }

    /** A peer's: those that it needs of its folder, and of this program's where it shares JavaCPP or OpenBLAS. */
    static List<Path> of(RemoteContender peer) {
        List<String> begins = switch (peer.name()) {
            case "onednn" -> List.of("dnnl-", "opencl-", "javacpp-");
            case "onnxruntime" -> List.of("onnxruntime-");
            case "pytorch" -> List.of("pytorch-", "openblas-", "javacpp-");
            default -> List.of();
        };
        // Of the others' own folder all, but one of the two builds that it can choose from.
        Path own = peer.classPath().get(0).getParent();
        return peer.classPath().stream()
                .filter(jar -> begins.isEmpty()
                        ? jar.getParent().equals(own) && !jar.getFileName().toString().endsWith("-avx512.jar")
                        : begins.stream().anyMatch(begin -> jar.getFileName().toString().startsWith(begin)))
                .toList();
    }

    /** Prints how large they are, this library's one by one. */
    static void report(boolean peers) throws IOException {
        List<Path> ours = ours(Jvm.ownClassPath());
        for (Path jar : ours) {
            System.out.print(Report.text("  %-45s %8.2f MB%n", jar.getFileName(), megabytes(List.of(jar))));
        }
        System.out.print(Report.text("%-17s %3d jars %8.1f MB%n", "elman", ours.size(), megabytes(ours)));
        for (RemoteContender peer : peers ? Peers.libraries() : List.<RemoteContender>of()) {
            List<Path> jars = of(peer);
            System.out.print(Report.text("%-17s %3d jars %8.1f MB%n", peer.name(), jars.size(), megabytes(jars)));
        }
    }

    private static double megabytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes / 1e6;
    }
}

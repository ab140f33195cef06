package dev.elman.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** How long it takes from the start of a JVM to its first prediction, and how much memory that takes at its peak. */
final class Starts {

    /** The network that predicts. */
    static final Workload WORKLOAD = Workloads.named("P1");

    /**
     * One start.
     *
     * @param seconds from the start of the process to the prediction
     * @param megabytes the process's peak of resident memory then
     */
    record Start(double seconds, double megabytes) {}

    private Starts() {}

    /** Measures again and again, this library and the peers in turn; JavaCPP's cache is warm after the first. */
    static void report(int repetitions, boolean peers) throws IOException {
        Path model = Files.createTempFile("elman-start", ".safetensors");
        try {
            Contenders.ELMAN.model(Given.of(WORKLOAD)).save(model);
            List<String> names = new ArrayList<>();
            List<Callable<ProcessBuilder>> commands = new ArrayList<>();
            names.add("elman");
            commands.add(() -> ours(model));
            for (RemoteContender peer : peers ? Peers.libraries() : List.<RemoteContender>of()) {
                names.add(peer.name());
                commands.add(() -> peer.command(FirstPrediction.class, List.of(peer.program())));
            }
            measure(repetitions, names, commands);
        } finally {
            Files.delete(model);
        }
    }

    /** A process as an application would have it: nothing on its class path that it does not need, no options. */
    private static ProcessBuilder ours(Path model) {
        List<String> jars = new ArrayList<>(Shipped.ours(Jvm.ownClassPath()).stream().map(Path::toString).toList());
        jars.add(Path.of(FirstPrediction.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString());
        return new ProcessBuilder(Jvm.plain(String.join(System.getProperty("path.separator"), jars),
                FirstPrediction.class, List.of(FirstPrediction.MODEL, model.toString())));
    }

    private static void measure(int repetitions, List<String> names, List<Callable<ProcessBuilder>> commands)
            throws IOException {
        double[][] seconds = new double[names.size()][repetitions];
        double[][] megabytes = new double[names.size()][repetitions];
        for (int repetition = -1; repetition < repetitions; repetition++) {
            for (int i = 0; i < names.size(); i++) {
                Start start = start(names.get(i), commands.get(i));
                if (repetition >= 0) {
                    seconds[i][repetition] = start.seconds();
                    megabytes[i][repetition] = start.megabytes();
                }
            }
        }
        System.out.print(Report.text("%-17s %-30s %s%n", "", "start to first prediction, s", "peak memory, MB"));
        for (int i = 0; i < names.size(); i++) {
            System.out.print(Report.text("%-17s %-30s %s%n", names.get(i),
                    Report.quantiles(Quantiles.of(seconds[i])), Report.quantiles(Quantiles.of(megabytes[i]))));
        }
    }

    private static Start start(String name, Callable<ProcessBuilder> command) throws IOException {
        try {
            ProcessBuilder builder = command.call().redirectError(ProcessBuilder.Redirect.DISCARD);
            long began = System.nanoTime();
            Process process = builder.start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                    if (line.startsWith(PeerProgram.ANSWER)) {
                        double seconds = (System.nanoTime() - began) * 1e-9;
                        double bytes = Double.parseDouble(line.substring(PeerProgram.ANSWER.length()));
                        return new Start(seconds, bytes / 1e6);
                    }
                }
                throw new IOException(name + " gave no prediction and ended with " + process.waitFor());
            } finally {
                process.waitFor();
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(name + " could not be started", e);
        }
    }
}

package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.benchmarks.Workload.Task;
import java.util.List;

/** The table of workloads; a new one is a row. */
final class Workloads {

    /** All of them, in the order in which they are run and printed. */
    static final List<Workload> ALL = List.of(
            //           name         task                cell     units features steps batch miniBatches
            new Workload("S", Task.SUNSPOTS_FIT, Cell.RNN, 3, 1, 12, 1, 187),
            new Workload("R1", Task.TRAINING_STEP, Cell.RNN, 128, 16, 64, 32, 1),
            new Workload("R2", Task.TRAINING_STEP, Cell.RNN, 512, 64, 128, 64, 1),
            new Workload("L1", Task.TRAINING_STEP, Cell.LSTM, 128, 16, 64, 32, 1),
            new Workload("G1", Task.TRAINING_STEP, Cell.GRU, 128, 16, 64, 32, 1),
            new Workload("L2", Task.TRAINING_STEP, Cell.LSTM, 512, 64, 128, 64, 1),
            new Workload("P1", Task.PREDICTION, Cell.RNN, 3, 1, 12, 1, 1),
            new Workload("P2-rnn", Task.PREDICTION, Cell.RNN, 100, 1, 50, 1, 1),
            new Workload("P2-lstm", Task.PREDICTION, Cell.LSTM, 100, 1, 50, 1, 1),
            new Workload("P3-rnn32", Task.STREAM_STEP, Cell.RNN, 32, 1, 1, 1, 1),
            new Workload("P3-lstm64", Task.STREAM_STEP, Cell.LSTM, 64, 1, 1, 1, 1),
            new Workload("P3-rnn256", Task.STREAM_STEP, Cell.RNN, 256, 1, 1, 1, 1),
            new Workload("P4-rnn", Task.PREDICTION, Cell.RNN, 128, 16, 64, 256, 1),
            new Workload("P4-lstm", Task.PREDICTION, Cell.LSTM, 128, 16, 64, 256, 1));

    private Workloads() {}

    /** The one of that name. */
    static Workload named(String name) {
        return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("unknown workload " + name));
    }

    /** The one of that name, or those of a group: {@code P3} stands for {@code P3-rnn32} and its like. */
    static List<Workload> selected(String name) {
        List<Workload> found = ALL.stream()
                .filter(workload -> workload.name().equals(name) || workload.name().startsWith(name + "-")).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("unknown workload " + name);
        }
        return found;
    }
}

package dev.elman.benchmarks;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.List;

/** The table of workloads; a new one is a row. */
final class Workloads {

    /** All of them, in the order in which they are run and printed. */
    static final List<Workload> ALL = List.of(
            new Workload(
                    "S",
                    Workload.Task.SUNSPOTS_FIT,
                    Architecture.inputs(1).simpleRnn(3, Activation.TANH).dense(1, Activation.TANH),
                    12,
                    1,
                    "epoch",
                    187,
                    "the sunspots tutorial: a fit of 20 epochs by Trainer.train, divided by 20"),
            new Workload(
                    "R1",
                    Workload.Task.TRAINING_STEP,
                    Architecture.inputs(16).simpleRnn(128, Activation.TANH).dense(1, Activation.LINEAR),
                    64,
                    32,
                    "step",
                    1,
                    "SimpleRnn(128), 16 features, 64 time steps, batch 32, Dense(1), MSE, Adam: one training step"));

    private Workloads() {}

    /** The one of that name. */
    static Workload named(String name) {
        return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("unknown workload " + name));
    }
}

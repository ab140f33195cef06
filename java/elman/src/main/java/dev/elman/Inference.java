package dev.elman;

import dev.elman.data.Dataset;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What computes a model: networks of an engine, opened on first use, lent to one thread at a time, and freed when this
 * is garbage.
 */
final class Inference {

    /** The thread that frees what is left behind. */
    private static final class Cleaning {
        static final Cleaner CLEANER = Cleaner.create();
    }

    private final Weights weights;
    private final Head head;
    private final String engineName;
    private final Layout layout;
    private final Scaling scaling;
    /** Opened on first use. */
    private volatile RunnerPool pool;

    Inference(Weights weights, Meaning meaning, String engineName) {
        this.weights = weights;
        this.engineName = engineName;
        head = meaning.head();
        layout = Layout.of(weights.architecture(), meaning.schema());
        scaling = new Scaling(meaning.schema(), weights.precision(), weights.architecture());
    }

    String engineName() {
        return engineName;
    }

    Layout layout() {
        return layout;
    }

    Scaling scaling() {
        return scaling;
    }

    /** What makes a user's outputs of the network's, for one thread. */
    Readout readout() {
        return Readout.of(head, scaling, layout.outputs());
    }

    /** A network for one caller, who closes it. */
    Runner open() {
        return opener().get();
    }

    void predict(float[] inputs, float[] outputs) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            runner.predict(inputs, outputs);
        } finally {
            pool.giveBack(runner);
            // Until here the cleaner must not close the pool, or the network given back would never be closed.
            Reference.reachabilityFence(this);
        }
    }

    void predict(double[] inputs, double[] outputs) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            runner.predict(inputs, outputs);
        } finally {
            pool.giveBack(runner);
            Reference.reachabilityFence(this);
        }
    }

    /** Computes the outputs of all samples, a part at a time, as the network gives them. */
    void forEachSample(Dataset data, int width, Runner.SampleOutputs consumer) {
        lend(runner -> {
            try (Data resident = Engines.get(engineName).openData(data.samples(), weights.precision())) {
                runner.forEachSample(resident, data.samples(), width, consumer);
            }
            return null;
        });
    }

    /** What every layer gives for one sequence, {@code [timeSteps, features]} in the data's own units. */
    Trace trace(double[] inputs, double[] staticFeatures) {
        Architecture architecture = weights.architecture();
        int timeSteps = layout.sequence(Objects.requireNonNull(inputs, "inputs").length);
        StaticValues.require(staticFeatures, weights, "the sequence");
        double[] scaled = new double[inputs.length];
        scaling.scale(inputs, 0, inputs.length, scaled);
        Batch batch = new Batch(scaled, 1, timeSteps, null, staticFeatures, null);
        double[][] layers = lend(runner -> runner.network().trace(batch));
        return new Trace(architecture, layers, readout(), architecture.outputSteps(timeSteps));
    }

    void predict(Batch batch, double[] outputs, double[] finalStates) {
        lend(runner -> {
            runner.network().predict(batch, outputs, finalStates);
            return null;
        });
    }

    Streams openStreams(int count) {
        return lend(runner -> runner.network().openStreams(count));
    }

    private <R> R lend(Function<Runner, R> work) {
        RunnerPool pool = pool();
        Runner runner = pool.take();
        try {
            return work.apply(runner);
        } finally {
            pool.giveBack(runner);
            Reference.reachabilityFence(this);
        }
    }

    private RunnerPool pool() {
        RunnerPool open = pool;
        return open != null ? open : openPool();
    }

    private synchronized RunnerPool openPool() {
        if (pool == null) {
            RunnerPool opened = new RunnerPool(opener());
            Cleaning.CLEANER.register(this, opened);
            pool = opened;
        }
        return pool;
    }

    /** Refers to nothing that would keep this from becoming garbage. */
    private Opener opener() {
        return new Opener(Engines.get(engineName), weights, layout, scaling, head);
    }

    /** Opens networks. A class and no lambda, the first of which takes some milliseconds of a program's start. */
    private record Opener(Engine engine, Weights weights, Layout layout, Scaling scaling, Head head)
            implements Supplier<Runner> {

        @Override
        public Runner get() {
            return new Runner(engine, weights, layout, scaling, Readout.of(head, scaling, layout.outputs()));
        }
    }
}

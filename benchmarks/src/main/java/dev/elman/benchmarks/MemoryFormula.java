package dev.elman.benchmarks;

import dev.elman.benchmarks.Workload.Cell;
import dev.elman.layers.Parameter;

/**
 * What a training or a predictor of the native engine takes, in bytes: the formula of {@code docs/memory.md} for the
 * networks of the workloads, with Adam, in {@code float}. Its steps are those of the text there.
 */
final class MemoryFormula {

    /** Of a value that the engine computes with. */
    private static final long ELEMENT = Float.BYTES;

    /** Rows of values begin on a cache line. */
    private static final long LINE = 64 / ELEMENT;

    private static final long ADAM_SLOTS = 2;
    private static final long SAMPLES_PER_SHARD = 32;
    private static final long MOST_SHARDS = 16;
    private static final long ROWS_TOGETHER = 512;
    private static final long PASS_BYTES = 4L << 20;
    private static final long MOST_PASS_BYTES = 256L << 20;
    private static final long FEWEST_SEQUENCES = 32;
    private static final long SEQUENCES_PER_CALL = 256;
    private static final long JAVA_OBJECTS = 20_000;

    private final Workload workload;
    private final boolean trains;
    private final long units;

    private MemoryFormula(Workload workload) {
        this.workload = workload;
        this.trains = workload.task().trains();
        this.units = padded(workload.units());
    }

    /** The most at once, native and on Java's heap. */
    static long bytes(Workload workload) {
        MemoryFormula formula = new MemoryFormula(workload);
        return formula.trains ? formula.training() : formula.prediction();
    }

    private static long padded(long values) {
        return (values + LINE - 1) / LINE * LINE;
    }

    private long training() {
        long shards = Math.max(1, Math.min(MOST_SHARDS, workload.batch() / SAMPLES_PER_SHARD));
        long largest = (workload.batch() + shards - 1) / shards;
        long optimizer = ADAM_SLOTS * parameters();
        long gradients = (shards == 1 ? 1 : shards + 1) * parameters();
        long network = ELEMENT * (2 * (parameters() + packed()) + optimizer + gradients);
        long data = ELEMENT * values() + 2L * Integer.BYTES * workload.batch();
        long opening = Double.BYTES * values() + values() / 8;
        return javaOfTraining() + data + Math.max(opening, network + shards * pass(largest));
    }

    private long prediction() {
        long network = ELEMENT * (parameters() + packed());
        long sequences = Math.min(workload.batch(), SEQUENCES_PER_CALL);
        return javaOfPrediction() + network + pass(sequences) + ELEMENT * sequences * arrayPerSequence();
    }

    /** P. */
    private long parameters() {
        return workload.architecture().parameters().stream().mapToLong(Parameter::size).sum();
    }

    /** The weights once more as products take them; in training the recurrent and the dense ones also transposed. */
    private long packed() {
        long gates = workload.cell().gates();
        long kernel = workload.features() * gates * units;
        long recurrent = gates * units * units;
        long dense = workload.units() * LINE;
        return trains ? kernel + 2 * recurrent + 2 * dense : kernel + recurrent + dense;
    }

    /** The values of inputs and targets. */
    private long values() {
        return workload.batch() * arrayPerSequence();
    }

    /** Values of a sequence's inputs and outputs. */
    private long arrayPerSequence() {
        return (long) workload.timeSteps() * workload.features() + 1;
    }

    /** What passes of so many sequences take, or of as many of them as go together. */
    private long pass(long sequences) {
        long together = Math.min(sequences, together());
        return ELEMENT * (together * (kept() + atItsEnds()) + shared(together) + previous(together));
    }

    private long together() {
        long bytes = ELEMENT * (kept() + shared(FEWEST_SEQUENCES) / FEWEST_SEQUENCES);
        long fewest = Math.max(1, Math.min(MOST_PASS_BYTES / bytes, FEWEST_SEQUENCES));
        return Math.max(PASS_BYTES / bytes, fewest);
    }

    /** Values of a sequence that stay until the pass is over: of its time steps, and of the dense layer behind them. */
    private long kept() {
        long perStep = !trains ? units : switch (workload.cell()) {
            case RNN -> 2 * units;
            case LSTM -> 7 * units;
            case GRU -> 6 * units;
        };
        return workload.timeSteps() * (workload.features() + perStep) + (trains ? 2 : 1) * LINE;
    }

    /** Values of a sequence that are there once: its states before and after, and a last step that lies apart. */
    private long atItsEnds() {
        long states = workload.cell() == Cell.LSTM ? 2 : 1;
        return (2 * states + (trains ? 2 : 1)) * units;
    }

    /** Values that layers use one after another, of rows that go through products together, and of a sequence. */
    private long shared(long sequences) {
        return switch (workload.cell()) {
            case RNN -> 0;
            case LSTM -> rows(sequences) * 4 * units + sequences * units;
            case GRU -> trains ? rows(sequences) * 4 * units : rows(sequences) * 3 * units + sequences * 4 * units;
        };
    }

    /** Likewise, of the states before the steps. */
    private long previous(long sequences) {
        return trains ? rows(sequences) * units : 0;
    }

    private long rows(long sequences) {
        return Math.min(Math.max(ROWS_TOGETHER, sequences), sequences * workload.timeSteps());
    }

    /** The weights as doubles and as floats, the order of the samples, and what is there once. */
    private long javaOfTraining() {
        return (Double.BYTES + Float.BYTES) * parameters() + (long) Integer.BYTES * workload.batch() + JAVA_OBJECTS;
    }

    /** The weights as doubles, and a part of the inputs and outputs where there are more sequences than one has. */
    private long javaOfPrediction() {
        long part = workload.batch() > SEQUENCES_PER_CALL ? SEQUENCES_PER_CALL : 0;
        return Double.BYTES * parameters() + ELEMENT * part * arrayPerSequence();
    }
}

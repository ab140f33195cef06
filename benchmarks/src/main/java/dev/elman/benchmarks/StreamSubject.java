package dev.elman.benchmarks;

import dev.elman.Stream;

/** The next time steps of one stream. */
final class StreamSubject implements Contender.Subject {

    private final Stream stream;
    private final float[] inputs;
    private final float[] input;
    private final float[] output = new float[1];
    private int next;

    StreamSubject(Stream stream, Given given) {
        this.stream = stream;
        inputs = given.inputs();
        input = new float[given.workload().features()];
        if (input.length != 1) {
            throw new IllegalArgumentException("streams here have one feature");
        }
    }

    @Override
    public void run() {
        input[0] = inputs[next];
        next = (next + 1) % Given.STREAM_INPUTS;
        stream.step(input, output);
    }

    /** A loop of its own, in which the call is compiled in: a step takes not many times what a call does. */
    @Override
    public double seconds(int runs) {
        long start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            run();
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public double[] outcome() {
        return new double[] {output[0]};
    }

    @Override
    public void close() {
        stream.close();
    }
}

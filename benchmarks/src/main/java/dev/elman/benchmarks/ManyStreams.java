package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.elman.Model;
import dev.elman.StreamBatch;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.random.Initializer;
import dev.elman.random.Purpose;
import dev.elman.random.RandomStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Locale;

/** Very many streams of one model: what they take, how fast they step, and that they give what whole sequences give. */
public final class ManyStreams {

    private static final Architecture NETWORK = Architecture.inputs(1).gru(32).dense(1, Activation.LINEAR);
    private static final int STEPS = 20;
    /** So many are stepped together in turn: as they would be where they arrive in batches. */
    private static final int TOGETHER = 1000;

    private static final String USAGE = """
            usage: scripts/many-streams [--streams N] [--engine NAME] [--json]

            Opens N streams of one model, GRU(32) with Dense(1), steps every one 20 times in batches of 1000 of them,
            and prints the memory that they take, steps per second (the median of the 20 rounds), and how far the last
            outputs are from those of predictions of the whole sequences. Needs Linux. Ends with 1 where they are not
            the same within float rounding (1e-5).
              --streams N    100000 by default
              --engine NAME  native (default) or reference
              --json         print JSON instead of the table
            """;

    private static final double ROUNDING = 1e-5;

    private ManyStreams() {}

    /**
     * What came of it.
     *
     * @param streams how many there were
     * @param bytesPerStream by which the memory in use grew when they had been opened and stepped
     * @param stepsPerSecond of all streams together, the median round
     * @param worst the largest difference from a prediction of a whole sequence, over 1 and the prediction's size
     */
    record Outcome(int streams, double bytesPerStream, double stepsPerSecond, double worst) {}

    /** The program; ends with 2 where its arguments are wrong. */
    public static void main(String[] texts) throws IOException {
        Arguments arguments = new Arguments(USAGE, texts);
        if (arguments.flag("--help")) {
            System.out.print(USAGE);
            return;
        }
        boolean json = arguments.flag("--json");
        String engine = arguments.text("--engine", "native");
        int streams = arguments.number("--streams", 100_000);
        arguments.rest(text -> {
            throw new IllegalArgumentException("unexpected " + text);
        });
        Outcome outcome = run(engine, streams);
        System.out.print(json ? json(engine, outcome) : table(engine, outcome));
        if (!(outcome.worst() <= ROUNDING)) {
            System.exit(1);
        }
    }

    static Outcome run(String engine, int count) throws IOException {
        double[] weights = new double[NETWORK.parameterCount()];
        Initializer.uniform(RandomStream.of(1, Purpose.WEIGHTS), weights, 0, weights.length, -0.5, 0.5);
        Model model = Model.of(NETWORK, Precision.FLOAT, weights).withEngine(engine);
        float[][] inputs = inputs(count);
        float[] outputs = new float[count];
        int[][] batches = batches(count);
        float[] in = new float[Math.min(TOGETHER, count)];
        float[] out = new float[in.length];
        double[] seconds = new double[STEPS];
        try (StreamBatch warm = model.streams(in.length)) {
            warm.step(null, in, out);
        }
        long before = inUse();
        double bytes;
        try (StreamBatch all = model.streams(count)) {
            for (int step = 0; step < STEPS; step++) {
                long start = System.nanoTime();
                for (int[] batch : batches) {
                    System.arraycopy(inputs[step], batch[0], in, 0, batch.length);
                    all.step(batch, batch.length, in, out);
                    System.arraycopy(out, 0, outputs, batch[0], batch.length);
                }
                seconds[step] = (System.nanoTime() - start) * 1e-9;
            }
            bytes = inUse() - before;
        }
        Arrays.sort(seconds);
        return new Outcome(count, bytes / count, count / seconds[STEPS / 2], worst(model, inputs, outputs));
    }

    /**
     * What the process holds in memory, and what of Java's heap is in use: the script gives it a heap that is resident
     * as a whole from the beginning, so that the first tells of the engine's memory alone.
     */
    private static long inUse() throws IOException {
        System.gc();
        Runtime java = Runtime.getRuntime();
        return MemoryProbe.status("VmRSS") + java.totalMemory() - java.freeMemory();
    }

    /** [steps][streams]. */
    private static float[][] inputs(int count) {
        RandomStream random = RandomStream.of(1, Purpose.DATA);
        float[][] inputs = new float[STEPS][count];
        for (float[] step : inputs) {
            for (int i = 0; i < count; i++) {
                step[i] = (float) (2 * random.nextDouble() - 1);
            }
        }
        return inputs;
    }

    private static int[][] batches(int count) {
        int[][] batches = new int[(count + TOGETHER - 1) / TOGETHER][];
        for (int i = 0; i < batches.length; i++) {
            int first = i * TOGETHER;
            batches[i] = new int[Math.min(TOGETHER, count - first)];
            for (int j = 0; j < batches[i].length; j++) {
                batches[i][j] = first + j;
            }
        }
        return batches;
    }

    private static double worst(Model model, float[][] inputs, float[] outputs) {
        double worst = 0;
        float[] sequence = new float[STEPS];
        for (int i = 0; i < outputs.length; i++) {
            for (int step = 0; step < STEPS; step++) {
                sequence[step] = inputs[step][i];
            }
            double whole = model.predict(sequence)[0];
            worst = Math.max(worst, Math.abs(outputs[i] - whole) / Math.max(1, Math.abs(whole)));
        }
        return worst;
    }

    private static String table(String engine, Outcome outcome) {
        return String.format(Locale.ROOT, "%,d streams of %s, engine %s: %.0f bytes per stream (%d of state);"
                + " %,.0f steps per second; the last outputs within %.1e of the whole sequences'%n",
                outcome.streams(), NETWORK, engine, outcome.bytesPerStream(), NETWORK.stateSize() * Float.BYTES,
                outcome.stepsPerSecond(), outcome.worst());
    }

    private static String json(String engine, Outcome outcome) throws IOException {
        Machine machine = Machine.here();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("engine", engine);
            json.writeNumberField("streams", outcome.streams());
            json.writeNumberField("bytes_per_stream", outcome.bytesPerStream());
            json.writeNumberField("steps_per_second", outcome.stepsPerSecond());
            json.writeNumberField("worst_difference", outcome.worst());
            machine.write(json);
            json.writeEndObject();
        }
        return text.append(System.lineSeparator()).toString();
    }
}

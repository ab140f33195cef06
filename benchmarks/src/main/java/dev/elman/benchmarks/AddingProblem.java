package dev.elman.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.layers.Activation;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many mini-batches each kind of cell needs to learn the adding problem, from several seeds. */
public final class AddingProblem {

    private static final int UNITS = 64;

    private static final Map<String, RecurrentLayer> LAYERS = new LinkedHashMap<>();

    static {
        LAYERS.put("lstm", new Lstm(UNITS));
        LAYERS.put("gru", new Gru(UNITS));
        LAYERS.put("simpleRnn", new SimpleRnn(UNITS, Activation.TANH));
    }

    private static final String USAGE = String.format(Locale.ROOT, """
            usage: scripts/adding-problem [--engine NAME] [--seeds N] [--batches N] [--json] [LAYER..]

            The adding problem (Hochreiter and Schmidhuber, 1997) with %d time steps: the sum of two marked numbers of a
            sequence. Trains a layer of %d units and a linear one by Adam at rate %s, the gradient clipped to norm 1, on
            mini-batches of %d sequences never seen before, until the mean squared error on %d held-out ones, looked at
            every 100 mini-batches, is below %s. LAYER is lstm, gru or simpleRnn; all three where none is named.
              --engine NAME  native (default) or reference
              --seeds N      from how many seeds, 1 to N (default 5)
              --batches N    mini-batches at most (default %d)
              --json         print JSON instead of the table
            """, AddingRun.TIME_STEPS, UNITS, AddingRun.LEARNING_RATE, AddingRun.BATCH, AddingRun.HELD_OUT,
            AddingRun.GOAL, AddingRun.MOST_BATCHES);

    private AddingProblem() {}

    /** The program; ends with 2 where its arguments are wrong. */
    public static void main(String[] texts) throws IOException {
        Arguments arguments = new Arguments(USAGE, texts);
        if (arguments.flag("--help")) {
            System.out.print(USAGE);
            return;
        }
        boolean json = arguments.flag("--json");
        Engine engine = Engines.get(arguments.text("--engine", Engines.DEFAULT));
        int seeds = arguments.number("--seeds", 5);
        int mostBatches = arguments.number("--batches", AddingRun.MOST_BATCHES);
        List<String> names = arguments.rest(AddingProblem::known);
        List<AddingRun.Result> results = new ArrayList<>();
        for (String name : names.isEmpty() ? LAYERS.keySet() : names) {
            for (int seed = 1; seed <= seeds; seed++) {
                System.err.println("  " + name + ", seed " + seed + " of " + seeds);
                results.add(AddingRun.of(engine, name, LAYERS.get(name), seed, mostBatches));
            }
        }
        System.out.print(json ? json(engine, results) : table(results));
    }

    private static String known(String name) {
        if (!LAYERS.containsKey(name)) {
            throw new IllegalArgumentException("unknown layer " + name + "; there are " + LAYERS.keySet());
        }
        return name;
    }

    static String table(List<AddingRun.Result> results) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-10s %5s  %-20s  %-22s  %s%n", "layer",
                "seed", "mini-batches needed", "mean squared error", "seconds"));
        for (AddingRun.Result one : results) {
            String batches = one.reached() ? Integer.toString(one.batches()) : "not within " + one.batches();
            table.append(String.format(Locale.ROOT, "%-10s %5d  %-20s  %-22.5f  %.1f%n", one.layer(), one.seed(),
                    batches, one.error(), one.seconds()));
        }
        return table.toString();
    }

    static String json(Engine engine, List<AddingRun.Result> results) throws IOException {
        Machine machine = Machine.here();
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (AddingRun.Result one : results) {
                json.writeStartObject();
                json.writeStringField("layer", one.layer());
                json.writeNumberField("units", UNITS);
                json.writeStringField("engine", engine.name());
                json.writeNumberField("seed", one.seed());
                json.writeBooleanField("reached", one.reached());
                json.writeNumberField("batches", one.batches());
                json.writeNumberField("mse", one.error());
                json.writeNumberField("seconds", one.seconds());
                machine.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.append(System.lineSeparator()).toString();
    }
}

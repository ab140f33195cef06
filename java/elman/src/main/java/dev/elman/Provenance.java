package dev.elman;

import dev.elman.format.FormatException;
import dev.elman.format.Json;
import dev.elman.format.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where a model's weights come from; kept in its file.
 *
 * @param version the version of Elman that trained it
 * @param engine the name of the engine that trained it, such as {@code native}
 * @param seed the seed of initial weights and order of samples
 * @param epochs how many epochs the weights have seen
 * @param samples the number of training samples
 * @param optimizer the optimizer, such as {@code adam}
 * @param loss the loss, such as {@code meanSquaredError}
 * @param created when training ended
 * @param details anything else worth keeping, by name; in order
 */
public record Provenance(
        String version,
        String engine,
        long seed,
        int epochs,
        int samples,
        String optimizer,
        String loss,
        Instant created,
        Map<String, String> details) {

    public Provenance {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(created, "created");
        Map<String, String> copy = new LinkedHashMap<>();
        for (Map.Entry<String, String> detail : details.entrySet()) {
            String key = Objects.requireNonNull(detail.getKey(), "key of details");
            copy.put(key, Objects.requireNonNull(detail.getValue(), key));
        }
        details = Collections.unmodifiableMap(copy);
    }

    /** The same with one more detail. */
    public Provenance with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(key, value);
        return new Provenance(version, engine, seed, epochs, samples, optimizer, loss, created, more);
    }

    String toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version);
        fields.put("engine", engine);
        fields.put("seed", seed);
        fields.put("epochs", epochs);
        fields.put("samples", samples);
        fields.put("optimizer", optimizer);
        fields.put("loss", loss);
        fields.put("created", created.toString());
        fields.put("details", details);
        return Json.write(fields);
    }

    static Provenance fromJson(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        Map<String, String> details = new LinkedHashMap<>();
        JsonObject given = fields.object("details");
        for (String key : given.names()) {
            details.put(key, given.text(key));
        }
        try {
            return new Provenance(fields.text("version"), fields.text("engine"), fields.integer("seed"),
                    fields.integer("epochs", 0, Integer.MAX_VALUE), fields.integer("samples", 0, Integer.MAX_VALUE),
                    fields.text("optimizer"), fields.text("loss"), Instant.parse(fields.text("created")), details);
        } catch (DateTimeParseException e) {
            throw new FormatException(where + ": 'created' must be an ISO-8601 instant: " + e.getMessage(), e);
        }
    }
}

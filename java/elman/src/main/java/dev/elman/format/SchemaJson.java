package dev.elman.format;

import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model's numbers mean, as JSON: {@code {"features":["Sunspots"],"targets":["Sunspots"],"lookBack":12,
 * "horizon":1,"scaler":{"method":"minmax","columns":[{"name":"Sunspots","offset":0.0,"scale":253.8}]}}}, with
 * {@code scaled = (value - offset) / scale}; without {@code scaler} where the values are used as they are.
 */
public final class SchemaJson {

    private SchemaJson() {}

    /** The schema as one line of JSON. */
    public static String write(Schema schema) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("features", schema.features());
        fields.put("targets", schema.targets());
        fields.put("lookBack", schema.lookBack());
        fields.put("horizon", schema.horizon());
        if (schema.scaler() != null) {
            List<Map<String, Object>> columns = new ArrayList<>();
            for (Scaler.Column column : schema.scaler().columnScales()) {
                Map<String, Object> numbers = new LinkedHashMap<>();
                numbers.put("name", column.name());
                numbers.put("offset", column.offset());
                numbers.put("scale", column.scale());
                columns.add(numbers);
            }
            Map<String, Object> scaler = new LinkedHashMap<>();
            scaler.put("method", schema.scaler().method());
            scaler.put("columns", columns);
            fields.put("scaler", scaler);
        }
        return Json.write(fields);
    }

    /**
     * The schema that {@link #write} wrote.
     *
     * @param where what it is and where it stands, for messages
     * @throws FormatException where it is none
     */
    public static Schema read(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        fields.requireOnly("features", "targets", "lookBack", "horizon", "scaler");
        List<String> features = fields.texts("features");
        List<String> targets = fields.texts("targets");
        int lookBack = fields.integer("lookBack", 0, Integer.MAX_VALUE);
        int horizon = fields.integer("horizon", 1, Integer.MAX_VALUE);
        try {
            Scaler scaler = fields.has("scaler") ? scaler(fields.object("scaler")) : null;
            return new Schema(features, targets, lookBack, horizon, scaler);
        } catch (IllegalArgumentException e) {
            throw new FormatException(where + ": " + e.getMessage(), e);
        }
    }

    private static Scaler scaler(JsonObject scaler) throws FormatException {
        scaler.requireOnly("method", "columns");
        List<Scaler.Column> columns = new ArrayList<>();
        for (JsonObject column : scaler.objects("columns")) {
            column.requireOnly("name", "offset", "scale");
            columns.add(new Scaler.Column(column.text("name"), column.number("offset"), column.number("scale")));
        }
        return Scaler.of(scaler.text("method"), columns);
    }
}

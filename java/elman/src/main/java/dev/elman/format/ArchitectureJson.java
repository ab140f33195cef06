package dev.elman.format;

import dev.elman.layers.Architecture;
import dev.elman.layers.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture as JSON: {@code {"features":1,"layers":[{"type":"simpleRnn","units":3,"activation":"tanh",
 * "useBias":true,"allSteps":false, ..}, ..]}}. Every option of a layer is there by name, so that a default that changes
 * never changes what a file means.
 */
public final class ArchitectureJson {

    private ArchitectureJson() {}

    /** The architecture as one line of JSON. */
    public static String write(Architecture architecture) {
        List<Map<String, Object>> layers = new ArrayList<>();
        architecture.layers().forEach(layer -> layers.add(LayerJson.write(layer)));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("features", architecture.features());
        fields.put("layers", layers);
        return Json.write(fields);
    }

    /**
     * The architecture that {@link #write} wrote.
     *
     * @param where what it is and where it stands, for messages
     * @throws FormatException where it is none, or has a layer, activation or option that this version does not know
     */
    public static Architecture read(String json, String where) throws FormatException {
        JsonObject fields = Json.parseObject(json, where);
        fields.requireOnly("features", "layers");
        int features = fields.integer("features", 1, Layer.MAX_UNITS);
        List<Layer> layers = new ArrayList<>();
        for (JsonObject layer : fields.objects("layers")) {
            layers.add(LayerJson.read(layer));
        }
        try {
            return Architecture.of(features, layers);
        } catch (IllegalArgumentException e) {
            throw new FormatException(where + ": " + e.getMessage(), e);
        }
    }
}

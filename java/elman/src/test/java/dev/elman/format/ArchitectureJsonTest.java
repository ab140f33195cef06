package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Bidirectional;
import dev.elman.layers.Dense;
import dev.elman.layers.Embedding;
import dev.elman.layers.Gru;
import dev.elman.layers.Layer;
import dev.elman.layers.LayerNormalization;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.RecurrentLayer;
import dev.elman.layers.SimpleRnn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureJsonTest {

    private static final Recurrence EVERYTHING = new Recurrence(true, true, 0.25, 0.125);

    /** Every layer, with no option as it usually is. */
    static List<Architecture> unusual() {
        return List.of(
                Architecture.inputs(1),
                Architecture.inputs(3).then(new SimpleRnn(4, Activation.SIGMOID, false, EVERYTHING))
                        .then(new Lstm(3, Activation.RELU, Activation.HARD_SIGMOID, false, EVERYTHING))
                        .then(new Gru(3, Activation.SOFTPLUS, Activation.ELU, false, false, EVERYTHING))
                        .then(new Gru(2)).allSteps().then(new Dense(2, Activation.GELU, false)),
                Architecture.inputs(1).then(new Embedding(7, 3, 6)).dropout(0.5)
                        .then(new Bidirectional(new Gru(2).withRecurrence(EVERYTHING.withGoBackwards(false)),
                                Bidirectional.Merge.MULTIPLY))
                        .then(new LayerNormalization(0.25)).staticFeatures(5).dense(3, Activation.TANH).softmax(),
                Architecture.inputs(2).bidirectional(new Lstm(2)).bidirectional(new SimpleRnn(3, Activation.TANH)));
    }

    @ParameterizedTest
    @MethodSource("unusual")
    void everyOptionSurvives(Architecture net) throws FormatException {
        assertEquals(net, ArchitectureJson.read(ArchitectureJson.write(net), "test"));
    }

    /** A layer that nobody writes would be lost here. */
    @Test
    void everyLayerIsAmongThem() {
        Set<Class<?>> seen = new HashSet<>();
        unusual().forEach(net -> net.layers().forEach(layer -> seen.add(layer.getClass())));
        Set<Class<?>> all = new HashSet<>(List.of(Layer.class.getPermittedSubclasses()));
        all.remove(RecurrentLayer.class);
        all.addAll(List.of(RecurrentLayer.class.getPermittedSubclasses()));
        assertEquals(all, seen);
    }

    @Test
    void jsonReadsAsDocumented() {
        String recurrence = ",\"goBackwards\":false,\"dropout\":0.0,\"recurrentDropout\":0.0}";
        assertEquals("{\"features\":1,\"layers\":[{\"type\":\"simpleRnn\",\"units\":3,\"activation\":\"tanh\","
                        + "\"useBias\":true,\"allSteps\":false" + recurrence + "]}",
                ArchitectureJson.write(Architecture.inputs(1).simpleRnn(3, Activation.TANH)));
        assertEquals("{\"features\":1,\"layers\":[{\"type\":\"lstm\",\"units\":3,\"activation\":\"tanh\","
                        + "\"recurrentActivation\":\"sigmoid\",\"useBias\":true,\"allSteps\":true" + recurrence
                        + ",{\"type\":\"gru\",\"units\":2,\"activation\":\"tanh\",\"recurrentActivation\":\"sigmoid\","
                        + "\"resetAfter\":true,\"useBias\":true,\"allSteps\":false" + recurrence + "]}",
                ArchitectureJson.write(Architecture.inputs(1).lstm(3).gru(2)));
        assertEquals("{\"features\":1,\"layers\":["
                        + "{\"type\":\"embedding\",\"vocabulary\":9,\"units\":4,\"paddingIndex\":-1},"
                        + "{\"type\":\"dropout\",\"rate\":0.5},{\"type\":\"bidirectional\",\"merge\":\"concat\","
                        + "\"layer\":{\"type\":\"simpleRnn\",\"units\":3,\"activation\":\"tanh\",\"useBias\":true,"
                        + "\"allSteps\":false" + recurrence + "},"
                        + "{\"type\":\"staticFeatures\",\"count\":2},{\"type\":\"layerNormalization\",\"epsilon\":0.001},"
                        + "{\"type\":\"softmax\"}]}",
                ArchitectureJson.write(Architecture.inputs(1).embedding(9, 4).dropout(0.5)
                        .bidirectional(new SimpleRnn(3, Activation.TANH)).staticFeatures(2).layerNormalization()
                        .softmax()));
    }

    /** What version 0.1.0 wrote before there were directions and dropout. */
    @Test
    void olderFilesReadAsTheyWereMeant() throws FormatException {
        String old = "{\"features\":2,\"layers\":["
                + "{\"type\":\"simpleRnn\",\"units\":3,\"activation\":\"relu\",\"useBias\":false,\"allSteps\":true},"
                + "{\"type\":\"lstm\",\"units\":4,\"activation\":\"tanh\",\"useBias\":true,"
                + "\"recurrentActivation\":\"sigmoid\",\"allSteps\":true},"
                + "{\"type\":\"gru\",\"units\":5,\"activation\":\"tanh\",\"useBias\":true,"
                + "\"recurrentActivation\":\"sigmoid\",\"resetAfter\":true,\"allSteps\":false},"
                + "{\"type\":\"dense\",\"units\":1,\"activation\":\"linear\",\"useBias\":true}]}";
        assertEquals(Architecture.inputs(2).then(new SimpleRnn(3, Activation.RELU).withBias(false)).lstm(4).gru(5)
                .dense(1, Activation.LINEAR), ArchitectureJson.read(old, "test"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            7                                                   | test is not a JSON object
            {"layers":[]}                                       | test has no 'features'
            {"features":1}                                      | test has no 'layers'
            {"features":1.5,"layers":[]}                        | test: 'features' must be a whole number
            {"features":0,"layers":[]}                          | test: 'features' must be from 1 to
            {"features":1,"layers":[],"gates":4}                | test has an unknown field 'gates'
            {"features":1,"layers":[3]}                         | test.layers[0] must be an object
            {"features":1,"layers":[{"type":"conv"}]}           | test.layers[0]: unknown layer 'conv'
            {"features":1,"layers":[{"type":"dense","units":1,"activation":"swish","useBias":true}]} | test.layers[0]: unknown activation 'swish'
            {"features":1,"layers":[{"type":"dense","units":1,"activation":"tanh","useBias":1}]} | test.layers[0]: 'useBias' must be true or false
            {"features":1,"layers":[{"type":"dense","units":99999999999,"activation":"tanh","useBias":true}]} | test.layers[0]: 'units' must be from 1 to 16777216
            {"features":1,"layers":[{"type":"dense","units":1,"activation":"tanh","useBias":true,"allSteps":true}]} | test.layers[0] has an unknown field 'allSteps'
            {"features":1,"layers":[{"type":"lstm","units":1,"activation":"tanh","useBias":true,"allSteps":true}]} | test.layers[0] has no 'recurrentActivation'
            {"features":1,"layers":[{"type":"lstm","units":1,"activation":"tanh","recurrentActivation":"hard","useBias":true,"allSteps":true}]} | test.layers[0]: unknown activation 'hard'
            {"features":1,"layers":[{"type":"lstm","units":1,"activation":"tanh","recurrentActivation":"tanh","resetAfter":true,"useBias":true,"allSteps":true}]} | test.layers[0] has an unknown field 'resetAfter'
            {"features":1,"layers":[{"type":"gru","units":1,"activation":"tanh","recurrentActivation":"tanh","useBias":true,"allSteps":true}]} | test.layers[0] has no 'resetAfter'
            {"features":1,"layers":[{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false},{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false}]} | needs a sequence
            {"features":1,"layers":[{"type":"dropout","rate":1}]}  | test.layers[0]: rate must be in [0, 1) but was 1.0
            {"features":1,"layers":[{"type":"dropout"}]}         | test.layers[0] has no 'rate'
            {"features":1,"layers":[{"type":"softmax","rate":1}]} | test.layers[0] has an unknown field 'rate'
            {"features":1,"layers":[{"type":"layerNormalization","epsilon":0}]} | test.layers[0]: epsilon must be positive
            {"features":1,"layers":[{"type":"staticFeatures","count":0}]} | test.layers[0]: 'count' must be from 1 to
            {"features":1,"layers":[{"type":"embedding","vocabulary":3,"units":2,"paddingIndex":3}]} | test.layers[0]: paddingIndex must be a token from 0 to 2
            {"features":2,"layers":[{"type":"embedding","vocabulary":3,"units":2,"paddingIndex":-1}]} | layer 0 (embedding) takes tokens
            {"features":1,"layers":[{"type":"simpleRnn","units":1,"activation":"gelu","useBias":true,"allSteps":false}]} | test.layers[0]: activation of a recurrent layer cannot be gelu
            {"features":1,"layers":[{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false,"dropout":-1}]} | test.layers[0]: dropout must be in [0, 1)
            {"features":1,"layers":[{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false,"goBackwards":1}]} | test.layers[0]: 'goBackwards' must be true or false
            {"features":1,"layers":[{"type":"bidirectional","merge":"concat","layer":{"type":"softmax"}}]} | test.layers[0]: 'layer' must be a simpleRnn
            {"features":1,"layers":[{"type":"bidirectional","merge":"product","layer":{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false}}]} | test.layers[0]: unknown merge 'product'
            {"features":1,"layers":[{"type":"bidirectional","merge":"sum","layer":{"type":"simpleRnn","units":1,"activation":"tanh","useBias":true,"allSteps":false,"goBackwards":true}}]} | test.layers[0]: the layer of a bidirectional one goes forwards
            {"features":1,"layers":[{"type":"bidirectional","merge":"sum","layer":{"type":"simpleRnn","units":0,"activation":"tanh","useBias":true,"allSteps":false}}]} | test.layers[0].layer: 'units' must be from 1
            {"features":16777216,"layers":[{"type":"dense","units":16777216,"activation":"tanh","useBias":true}]} | beyond
            """)
    void badArchitectureIsRefused(String json, String message) {
        FormatException e = assertThrows(FormatException.class, () -> ArchitectureJson.read(json, "test"));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}

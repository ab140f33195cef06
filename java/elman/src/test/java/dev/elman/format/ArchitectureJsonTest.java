package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import dev.elman.layers.Dense;
import dev.elman.layers.Gru;
import dev.elman.layers.Lstm;
import dev.elman.layers.Recurrence;
import dev.elman.layers.SimpleRnn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureJsonTest {

    private static final Recurrence ALL_STEPS = Recurrence.DEFAULT.withAllSteps(true);

    @Test
    void everyOptionSurvives() throws FormatException {
        Architecture net = Architecture.inputs(3).simpleRnn(5, Activation.RELU)
                .then(new SimpleRnn(4, Activation.SIGMOID).withBias(false)).allSteps()
                .then(new Lstm(3, Activation.RELU, Activation.TANH, false, ALL_STEPS))
                .then(new Gru(3, Activation.SIGMOID, Activation.RELU, false, false, ALL_STEPS))
                .then(new Gru(2)).allSteps()
                .then(new Dense(2, Activation.LINEAR, false));
        assertEquals(net, ArchitectureJson.read(ArchitectureJson.write(net), "test"));
        Architecture empty = Architecture.inputs(1);
        assertEquals(empty, ArchitectureJson.read(ArchitectureJson.write(empty), "test"));
    }

    @Test
    void jsonReadsAsDocumented() {
        assertEquals("{\"features\":1,\"layers\":[{\"type\":\"simpleRnn\",\"units\":3,\"activation\":\"tanh\","
                        + "\"useBias\":true,\"allSteps\":false}]}",
                ArchitectureJson.write(Architecture.inputs(1).simpleRnn(3, Activation.TANH)));
    }

    @Test
    void jsonOfGatedLayersReadsAsDocumented() {
        assertEquals("{\"features\":1,\"layers\":[{\"type\":\"lstm\",\"units\":3,\"activation\":\"tanh\","
                        + "\"recurrentActivation\":\"sigmoid\",\"useBias\":true,\"allSteps\":true},"
                        + "{\"type\":\"gru\",\"units\":2,\"activation\":\"tanh\",\"recurrentActivation\":\"sigmoid\","
                        + "\"resetAfter\":true,\"useBias\":true,\"allSteps\":false}]}",
                ArchitectureJson.write(Architecture.inputs(1).lstm(3).gru(2)));
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
            {"features":16777216,"layers":[{"type":"dense","units":16777216,"activation":"tanh","useBias":true}]} | beyond
            """)
    void badArchitectureIsRefused(String json, String message) {
        FormatException e = assertThrows(FormatException.class, () -> ArchitectureJson.read(json, "test"));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}

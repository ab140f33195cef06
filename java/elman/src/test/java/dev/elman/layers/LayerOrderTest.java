package dev.elman.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Layers that cannot follow one another, each refused by an error that names both and their shapes. */
class LayerOrderTest {

    private static final Lstm LSTM = new Lstm(4);

    @Test
    void aRecurrentLayerNeedsASequence() {
        refused(() -> Architecture.of(3, List.of(LSTM, new Gru(2))),
                "layer 1 (gru) needs a sequence", "layer 0 (lstm) gives [batch, 4]");
        refused(() -> Architecture.of(3, List.of(LSTM, new Dropout(0.5), new Bidirectional(new Gru(2)))),
                "layer 2 (bidirectional) needs a sequence", "layer 1 (dropout) gives [batch, 4]");
        refused(() -> Architecture.of(3, List.of(new Bidirectional(LSTM), LSTM)),
                "layer 1 (lstm) needs a sequence", "layer 0 (bidirectional) gives [batch, 8]");
        // One behind the other in words, the lower gives all its steps.
        assertEquals(Architecture.of(3, List.of(LSTM.withAllSteps(true), new Gru(2))),
                Architecture.inputs(3).then(LSTM).then(new Gru(2)));
    }

    @Test
    void anEmbeddingTakesTokens() {
        refused(() -> Architecture.inputs(1).lstm(4).allSteps().embedding(9, 2),
                "layer 1 (embedding) takes tokens, [batch, time, 1], but", "layer 0 (lstm) gives [batch, time, 4]");
        refused(() -> Architecture.inputs(1).embedding(9, 2).embedding(9, 2),
                "layer 1 (embedding) takes tokens", "layer 0 (embedding) gives [batch, time, 2]");
        refused(() -> Architecture.inputs(2).embedding(9, 2),
                "layer 0 (embedding) takes tokens, [batch, time, 1]", "the inputs are [batch, time, 2]");
    }

    @Test
    void staticFeaturesAreTheSameEverywhere() {
        refused(() -> Architecture.inputs(1).staticFeatures(2).lstm(4).staticFeatures(3),
                "layer 2 (staticFeatures) joins 3 static features, where a layer before it joins 2",
                "layer 1 (lstm) gives [batch, 4]");
        assertEquals(6, Architecture.inputs(1).staticFeatures(2).lstm(4).staticFeatures(2).outputs());
    }

    @Test
    void rowsHaveALimit() {
        refused(() -> Architecture.inputs(Layer.MAX_UNITS).dropout(0.5).staticFeatures(1),
                "layer 1 (staticFeatures) would give rows of more than 16777216 values",
                "layer 0 (dropout) gives [batch, time, 16777216]");
        refused(() -> Architecture.inputs(Layer.MAX_UNITS).staticFeatures(1),
                "layer 0 (staticFeatures) would give rows of more than 16777216 values",
                "the inputs are [batch, time, 16777216]");
    }

    private static void refused(Executable action, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }
}

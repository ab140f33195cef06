package dev.elman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Chunks;
import dev.elman.data.Dataset;
import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import dev.elman.data.TimeSeries;
import dev.elman.data.Vocabulary;
import dev.elman.data.Windows;
import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An argument that is null is named, whatever it is given to. */
class NullArgumentsTest {

    private static final Model MODEL = Model.of(
            Architecture.inputs(1).simpleRnn(1, Activation.TANH), Precision.DOUBLE, new double[3])
            .withEngine("reference");

    private static void named(String argument, Executable call) {
        assertEquals(argument, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void ofModels() {
        named("inputs", () -> MODEL.predict((float[]) null));
        named("inputs", () -> MODEL.predict((double[]) null));
        named("inputs", () -> MODEL.predict(null, new float[1]));
        named("inputs", () -> MODEL.predict(null, new double[1]));
        named("outputs", () -> MODEL.predict(new float[1], null));
        named("outputs", () -> MODEL.predict(new double[1], null));
        named("data", () -> MODEL.predict((Dataset) null));
        named("data", () -> MODEL.evaluate(null));
        named("data", () -> MODEL.classify((Dataset) null));
        named("inputs", () -> MODEL.classify((double[]) null));
        named("tokens", () -> MODEL.classify((int[]) null));
        named("inputs", () -> MODEL.trace(null));
        named("path", () -> MODEL.save(null));
        named("path", () -> Model.load(null));
        Model known = MODEL.withSchema(new Schema(List.of("x"), List.of("x"), 3, 1, null));
        named("history", () -> known.forecast(null, 1));
        named("series", () -> known.dataset(null));
        String run = assertThrows(IllegalArgumentException.class, () -> MODEL.run(null, null, null)).getMessage();
        assertTrue(run.contains("inputs") && run.contains("null"), run);
    }

    @Test
    void ofPredictors() {
        try (Predictor predictor = MODEL.predictor()) {
            named("inputs", () -> predictor.predict((float[]) null));
            named("inputs", () -> predictor.predict((double[]) null));
            named("inputs", () -> predictor.predict(null, new float[1]));
            named("outputs", () -> predictor.predict(new double[1], null));
            // It goes on.
            assertEquals(1, predictor.predict(new double[2]).length);
        }
    }

    @Test
    void ofStreams() {
        try (Stream stream = MODEL.stream(); StreamBatch streams = MODEL.streams(2)) {
            named("input", () -> stream.step((double[]) null));
            named("input", () -> stream.step(null, new float[1]));
            named("input", () -> stream.step(null, new double[1]));
            named("output", () -> stream.step(new float[1], null));
            named("output", () -> stream.step(new double[1], null));
            named("state", () -> stream.restore(null));
            named("inputs", () -> streams.step(null, null, new float[2]));
            named("inputs", () -> streams.step(null, null, new double[2]));
            named("outputs", () -> streams.step(null, new float[2], null));
            named("outputs", () -> streams.step(null, new double[2], null));
            named("inputs", () -> streams.step(null, 1, null, new float[2]));
            named("outputs", () -> streams.step(null, 1, new double[2], null));
            named("inputs", () -> streams.step(null, 1, null, new double[2]));
            named("outputs", () -> streams.step(null, 1, new float[2], null));
            named("state", () -> streams.restore(1, null));
            assertEquals(0, stream.steps());
            stream.step(1);
            assertEquals(1, stream.steps());
        }
        named("bytes", () -> State.fromBytes(null));
    }

    @Test
    void ofData() {
        named("series", () -> Chunks.of(2).over((TimeSeries) null));
        named("series", () -> Chunks.of(2).features("x").targets("x").over(null, (Scaler) null));
        named("series", () -> Windows.lookBack(2).features("x").targets("x").over(null, null));
        named("tokens", () -> Chunks.of(2).over((int[]) null));
        Vocabulary vocabulary = Vocabulary.ofCharacters("ab");
        named("text", () -> Vocabulary.ofCharacters(null));
        named("text", () -> vocabulary.encode(null));
        named("tokens", () -> vocabulary.decode((int[]) null));
    }
}

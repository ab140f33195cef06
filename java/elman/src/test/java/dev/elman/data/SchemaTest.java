package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {

    @Test
    void outputsAreHorizonTimesTargets() {
        assertEquals(6, new Schema(List.of("a"), List.of("a", "b"), 4, 3, null).outputs());
    }

    @Test
    void itFeedsBackWhereEveryFeatureIsATarget() {
        Schema same = new Schema(List.of("a", "b"), List.of("b", "c", "a"), 4, 1, null);
        assertTrue(same.feedsBack());
        assertNull(same.firstNonTargetFeature());
        Schema more = new Schema(List.of("a", "wind", "rain"), List.of("a"), 4, 1, null);
        assertFalse(more.feedsBack());
        assertEquals("wind", more.firstNonTargetFeature());
    }

    @Test
    void namesAreCopied() {
        List<String> names = new ArrayList<>(List.of("a"));
        Schema schema = new Schema(names, names, 4, 1, null);
        names.add("b");
        assertEquals(List.of("a"), schema.features());
        assertThrows(UnsupportedOperationException.class, () -> schema.targets().add("b"));
    }

    @Test
    void schemasThatMeanNothingAreRefused() {
        List<String> a = List.of("a");
        Errors.wrong(() -> new Schema(List.of(), a, 1, 1, null), "at least one feature");
        Errors.wrong(() -> new Schema(a, a, -1, 1, null), "lookBack must be at least 1, or 0", "but was -1");
        Errors.wrong(() -> new Schema(a, a, 1, -2, null), "horizon must be at least 1 but was -2");
        Errors.refused(() -> new Schema(List.of("a", "a"), a, 1, 1, null), "\"a\" is twice in features");
        Errors.refused(() -> new Schema(a, List.of("b", ""), 1, 1, null), "targets", "blank");
        Errors.refused(() -> new Schema(List.of("a", "b"), a, Integer.MAX_VALUE, 1, null), "2147483647 * 2");
        Errors.refused(() -> new Schema(a, List.of("a", "b"), 1, Integer.MAX_VALUE, null), "2147483647 * 2");
    }

    @Test
    void sequencesMayHaveAnyLength() {
        Schema schema = new Schema(List.of("a", "b"), List.of("a"), 4, 2, null);
        assertFalse(schema.hasAnyLength());
        assertTrue(schema.withAnyLength().hasAnyLength());
        assertEquals(new Schema(List.of("a", "b"), List.of("a"), 0, 2, null), schema.withAnyLength());
    }

    @Test
    void theScalerMustKnowEveryColumn() {
        Scaler scaler = Scaler.of("minmax", List.of(new Scaler.Column("a", 0, 1)));
        assertEquals(scaler, new Schema(List.of("a"), List.of("a"), 1, 1, scaler).scaler());
        Errors.refused(() -> new Schema(List.of("b"), List.of("a"), 1, 1, scaler), "no column \"b\"", "\"a\"");
        Errors.refused(() -> new Schema(List.of("a"), List.of("b"), 1, 1, scaler), "no column \"b\"", "\"a\"");
    }
}

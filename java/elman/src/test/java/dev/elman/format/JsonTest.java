package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void valuesSurvive() throws FormatException {
        double[] numbers = {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e10, 3};
        String json = Json.write(Map.of("o", Map.of("n", Long.MIN_VALUE, "t", true), "d", numbers,
                "s", List.of("a\"b\\\n\u0000", "\ud83d\ude00"), "l", List.of(Map.of("x", 1))));
        JsonObject read = Json.parseObject(json, "test");
        assertEquals(Long.MIN_VALUE, read.object("o").integer("n"));
        assertTrue(read.object("o").flag("t"));
        assertArrayEquals(numbers, read.numbers("d"));
        assertEquals(List.of("a\"b\\\n\u0000", "\ud83d\ude00"), read.texts("s"));
        assertEquals(1, read.objects("l").get(0).integer("x", 0, 2));
        assertEquals("{\"a\":null,\"b\":[]}", Json.write(Json.parseObject("{ \"a\" : null , \"b\":[ ] }", "x").asMap()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "1", "[]", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"o\":{\"a\":1,\"a\":2}}", "{a:1}", "{'a':1}",
        "{\"a\":1,}", "{\"a\":01}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":1e999}", "{\"a\":99999999999999999999}",
        "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1}//", "/**/{}", "{\"a\":\"\n\"}", "{\"a\":tru}", "\ufeff{}"
    })
    void whatIsNotStrictJsonIsRefused(String text) {
        FormatException e = assertThrows(FormatException.class, () -> Json.parseObject(text, "test"));
        assertTrue(e.getMessage().startsWith("test"), e.getMessage());
    }

    @Test
    void whatHasNoJsonIsRefused() {
        for (Object value : Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY, new Object(), "\ud800")) {
            assertThrows(IllegalArgumentException.class, () -> Json.write(List.of(value)), () -> "" + value);
        }
    }

    @Test
    void mismatchesNameTheField() throws FormatException {
        JsonObject object = Json.parseObject("{\"a\":\"x\",\"n\":null,\"m\":[1,\"x\"]}", "file: key");
        assertEquals("file: key: 'a' must be a whole number",
                assertThrows(FormatException.class, () -> object.integer("a")).getMessage());
        assertEquals("file: key has no 'n'", assertThrows(FormatException.class, () -> object.text("n")).getMessage());
        assertEquals("file: key.m[1] must be a number",
                assertThrows(FormatException.class, () -> object.numbers("m")).getMessage());
        assertEquals("file: key.m[0] must be a string",
                assertThrows(FormatException.class, () -> object.texts("m")).getMessage());
    }
}

package dev.elman.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.data.Scaler;
import dev.elman.data.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaJsonTest {

    @Test
    void everyNumberSurvives() throws FormatException {
        Schema scaled = new Schema(List.of("a \"b\"\n", "\ud83d\ude00"), List.of("\ud83d\ude00"), 50, 3,
                Scaler.of("standard", List.of(new Scaler.Column("a \"b\"\n", -0.1, Double.MIN_VALUE),
                        new Scaler.Column("\ud83d\ude00", Double.MAX_VALUE, 1.0 / 3),
                        new Scaler.Column("unused", 0, 1))));
        assertEquals(scaled, SchemaJson.read(SchemaJson.write(scaled), "test"));
        Schema plain = new Schema(List.of("a"), List.of("a"), 1, 1, null);
        assertEquals(plain, SchemaJson.read(SchemaJson.write(plain), "test"));
        assertEquals("{\"features\":[\"a\"],\"targets\":[\"a\"],\"lookBack\":1,\"horizon\":1}",
                SchemaJson.write(plain));
        Schema anyLength = plain.withAnyLength();
        assertEquals(anyLength, SchemaJson.read(SchemaJson.write(anyLength), "test"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"features":[],"targets":["a"],"lookBack":1,"horizon":1}              | test: there must be at least one feature
            {"features":["a"],"targets":["a"],"lookBack":-1,"horizon":1}          | 'lookBack' must be from 0
            {"features":["a"],"targets":["a"],"lookBack":1}                       | test has no 'horizon'
            {"features":["a","a"],"targets":["a"],"lookBack":1,"horizon":1}       | twice
            {"features":["a"],"targets":"a","lookBack":1,"horizon":1}             | 'targets' must be an array
            {"features":["a"],"targets":[1],"lookBack":1,"horizon":1}             | test.targets[0] must be a string
            {"features":["a","b"],"targets":["a"],"lookBack":2147483647,"horizon":1} | test:
            {"features":["a"],"targets":["a"],"lookBack":1,"horizon":1,"scaler":{"method":"x","columns":[]}} | no column "a"
            {"features":["a"],"targets":["a"],"lookBack":1,"horizon":1,"scaler":{"method":"x","columns":[{"name":"a","offset":0,"scale":0}]}} | test:
            {"features":["a"],"targets":["a"],"lookBack":1,"horizon":1,"scaler":{"method":"x","columns":[{"name":"a","offset":"0","scale":1}]}} | test.scaler.columns[0]: 'offset' must be a number
            {"features":["a"],"targets":["a"],"lookBack":1,"horizon":1,"stride":1} | unknown field 'stride'
            """)
    void badSchemaIsRefused(String json, String message) {
        FormatException e = assertThrows(FormatException.class, () -> SchemaJson.read(json, "test"));
        assertTrue(e.getMessage().startsWith("test") && e.getMessage().contains(message), e.getMessage());
    }
}

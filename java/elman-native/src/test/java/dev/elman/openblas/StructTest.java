package dev.elman.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elman.openblas.internal.Native;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That Java lays the structs out as C does; that every field is in its place, the agreement of the engines shows. */
class StructTest {

    @BeforeAll
    static void load() {
        NativeLibrary.load();
    }

    @Test
    void structsHaveTheSizesOfTheHeader() {
        assertEquals(Native.sizeof_samples(), SamplesStruct.SIZE);
        assertEquals(Native.sizeof_layer(), LayerStruct.SIZE);
        assertEquals(Native.sizeof_objective(), ObjectiveStruct.SIZE);
    }

    @Test
    void fieldsLieAtMultiplesOfTheirSizes() {
        Struct.Layout layout = new Struct.Layout();
        assertEquals(0, layout.int32());
        assertEquals(8, layout.float64());
        assertEquals(16, layout.int32());
        assertEquals(20, layout.int32());
        assertEquals(24, layout.pointer());
        assertEquals(32, layout.int32());
        assertEquals(40, layout.size());
    }
}

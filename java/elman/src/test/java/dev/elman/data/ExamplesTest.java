package dev.elman.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    @Test
    void theSunspotsAreThoseOfR() {
        TimeSeries sunspots = Examples.sunspots();
        assertEquals(List.of("Sunspots"), sunspots.names());
        assertEquals(2820, sunspots.length());
        assertEquals("1749-01", sunspots.label(0));
        assertEquals(58.0, sunspots.value(0, 0));
        assertEquals("1983-12", sunspots.label(2819));
        assertEquals(33.4, sunspots.value(2819, 0));
        double sum = 0;
        double max = 0;
        for (double value : sunspots.column("Sunspots")) {
            sum += value;
            max = Math.max(max, value);
        }
        assertEquals(253.8, max);
        assertEquals(51.27, sum / 2820, 0.005);
    }

    @Test
    void theSineCountsRadians() {
        TimeSeries sine = Examples.sine(200);
        assertEquals(200, sine.length());
        assertEquals(0, sine.value(0, 0));
        assertEquals(0.8414709848078965, sine.value(1, 0));
        assertEquals(Math.sin(199), sine.value(199, 0), 1e-15);
        Errors.wrong(() -> Examples.sine(0), "length must be at least 1");
    }
}

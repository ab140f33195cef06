package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.cli.demo.Seeds;
import dev.elman.cli.demo.SineData;
import dev.elman.cli.demo.SunspotsData;
import dev.elman.data.Split;
import dev.elman.data.TimeSeries;
import dev.elman.optim.Schedule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** The smaller parts of the command. */
class PartsTest {

    @Test
    void layersAreReadFromTheInputUpwards() {
        assertEquals("inputs(3) > simpleRnn(64, tanh, all steps) > simpleRnn(32, relu) > dense(2, linear)",
                LayerList.parse("rnn:64,rnn:32:relu,dense:2").architecture(3, 1, 2).toString());
        assertEquals("inputs(2) > lstm(8, tanh, all steps) > gru(4, relu) > dense(1, tanh)",
                LayerList.parse("lstm:8,gru:4:relu,dense:1:tanh").architecture(2, 1, 1).toString());
        String unknown = assertThrows(IllegalArgumentException.class, () -> LayerList.parse("conv:3")).getMessage();
        assertEquals("unknown layer 'conv:3'; there are rnn, lstm, gru, bi-rnn, bi-lstm, bi-gru, dense, dropout:RATE"
                + " and norm", unknown);
        assertEquals("inputs(2) > bidirectional(gru, 8, tanh, all steps) > dropout(0.2) > layerNormalization(epsilon"
                + " 0.001) > lstm(4, tanh) > dense(1, gelu)",
                LayerList.parse("bi-gru:8,dropout:.2,norm,lstm:4,dense:1:gelu").architecture(2, 1, 1).toString());
        assertEquals("inputs(1) > simpleRnn(32, tanh) > dense(6, linear)",
                LayerList.standard(6).architecture(1, 3, 2).toString());
        assertThrows(UsageException.class, () -> LayerList.parse("rnn:3,dense:2").architecture(1, 1, 1));
    }

    @Test
    void schedulesHaveNames() {
        ScheduleName names = new ScheduleName();
        assertEquals(Schedule.constant(), names.convert("constant"));
        assertEquals(Schedule.cosineDecay(), names.convert("cosine"));
        assertEquals(Schedule.oneCycle(), names.convert("one-cycle"));
        assertEquals(Schedule.stepDecay(30, 0.1), names.convert("step:30:.1"));
        assertEquals(Schedule.exponentialDecay(0.95), names.convert("exponential:.95"));
        assertEquals(Schedule.reduceOnPlateau(0.5, 3), names.convert("plateau:.5:3"));
        assertEquals(Schedule.warmUp(100, Schedule.cosineDecay()), names.convert("warm-up:100,cosine"));
        for (String wrong : new String[] {"cosin", "step:30", "step:0:.1", "exponential:-1", "exponential:2",
            "warm-up:9", "cosine,cosine", "warm-up:3,warm-up:3,cosine"}) {
            String message = assertThrows(TypeConversionException.class, () -> names.convert(wrong)).getMessage();
            assertTrue(message.contains(wrong.split(",")[0]) || message.contains("schedule"), message);
        }
    }

    @Test
    void aSplitIsByFractionDateOrRow() {
        TimeSeries series = TimeSeries.of(IntStream.range(0, 10).asDoubleStream().toArray());
        assertEquals(8, SplitRule.parse(".8").apply(series).train().length());
        Split<TimeSeries> three = SplitRule.parse(".5, .2").apply(series);
        assertEquals(5, three.train().length());
        assertEquals(2, three.validation().length());
        assertEquals("8", SplitRule.parse("8").apply(series).test().label(0), "row 8 is the first of the test part");
        TimeSeries years = series.withTimes(IntStream.range(1990, 2000).mapToObj(String::valueOf).toList());
        assertEquals("1997", SplitRule.parse("1995,1997").apply(years).test().label(0));
        assertTrue(SplitRule.parse("1995,1997").hasValidation());
        assertFalse(SplitRule.parse(".8").hasValidation());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "1983-11 1983-12 | 1984-01 1984-02 1984-03",
        "1983-10 1983-12 | 1984-02 1984-04 1984-06",
        "2020-02-27 2020-02-28 | 2020-02-29 2020-03-01 2020-03-02",
        "2019-11-30 2019-12-31 | 2020-01-31 2020-02-29 2020-03-31",
        "2020-10-31 2020-11-30 2020-12-31 | 2021-01-31 2021-02-28 2021-03-31",
        "2020-01-06 2020-01-13 | 2020-01-20 2020-01-27 2020-02-03",
        "1990 1991 | 1992 1993 1994",
        "2020-12-31T22:00 2020-12-31T23:00 | 2021-01-01T00:00 2021-01-01T01:00 2021-01-01T02:00",
        "2020/01/01 2020/01/02 | 2020/01/03 2020/01/04 2020/01/05",
        "2020-01-01T00:00:00Z 2020-01-01T00:15:00Z | 2020-01-01T00:30:00Z 2020-01-01T00:45:00Z 2020-01-01T01:00:00Z",
        "2020-01-03 2020-01-06 2020-01-07 | none", "yesterday today | none", "1990 | none"
    })
    void regularTimesAreContinued(String known, String following) {
        Optional<List<String>> labels = TimeLabels.following(List.of(known.trim().split(" ")), 3);
        assertEquals(Optional.ofNullable(following).map(text -> List.of(text.trim().split(" "))), labels);
    }

    @Test
    void aBarIsAsWideAsTheTerminal() {
        assertEquals(132, ProgressLine.columns("132", "24 80"));
        assertEquals(72, ProgressLine.columns(null, "24 72"));
        assertEquals(72, ProgressLine.columns("many", "24 72"));
        for (String unknown : new String[] {"", "0 0", "stty: what"}) {
            assertEquals(80, ProgressLine.columns(null, unknown));
        }
    }

    @Test
    void textsHaveFourDigits() {
        assertEquals("0.06312", Texts.figure(0.063124));
        assertEquals("12.35", Texts.figure(12.3456));
        assertEquals("101186", Texts.figure(101185.6));
        assertEquals("1.000e-09", Texts.figure(1e-9));
        assertEquals("0", Texts.figure(0));
        assertEquals("-", Texts.figure(Double.NaN));
        assertEquals("58.0", Texts.value(58.000000000000007, 12));
        String table = Texts.table(List.of(List.of("a", "b"), List.of("cc", "1")));
        assertEquals("a    b" + System.lineSeparator() + "cc   1", table);
    }

    @Test
    void jsonIsStrictAlsoWhereNumbersAreNotFinite() {
        Map<String, Object> line = Cli.parse(new JsonLine()
                .put("nan", Double.NaN).put("infinite", Double.POSITIVE_INFINITY).put("tiny", 1e-300).put("count", 3)
                .put("text", "a \"quoted\"\nline").put("list", List.of(1, 2))
                .put("inner", new JsonLine().put("x", true))
                .toString());
        assertEquals(null, line.get("nan"));
        assertEquals(null, line.get("infinite"));
        assertEquals(1e-300, line.get("tiny"));
        assertEquals("a \"quoted\"\nline", line.get("text"));
        assertEquals(Map.of("x", true), line.get("inner"));
    }

    @Test
    void aSummaryIsMedianMinAndMax() {
        assertEquals(new Summary(2.5, 1, 4), Summary.of(List.of(4, 1, 3, 2), Integer::doubleValue));
        assertEquals(new Summary(3, 1, 9), Summary.of(List.of(9, 1, 3), Integer::doubleValue));
        assertTrue(Double.isNaN(Summary.of(List.of(1.0, Double.NaN), Double::doubleValue).median()));
    }

    @Test
    void seedsRunInParallelAndComeBackInOrder() {
        List<Long> told = Collections.synchronizedList(new ArrayList<>());
        assertEquals(List.of(14L, 16L, 18L, 20L), Seeds.run(7, 4, 3, seed -> 2 * seed, told::add));
        Collections.sort(told);
        assertEquals(List.of(14L, 16L, 18L, 20L), told);
        assertThrows(ArithmeticException.class, () -> Seeds.run(0, 3, 2, seed -> 1 / seed, x -> {}));
    }

    @Test
    void sunspotsAreCutAsTheTutorialDoes() {
        SunspotsData data = SunspotsData.load();
        assertEquals(2820, data.series().length());
        assertEquals(187, data.train().count());
        assertEquals(46, data.test().count());
        assertEquals("1750-01", data.train().label(0, 0));
        // The largest value of all is one: the tutorial scales over all rows.
        double largest = 0;
        for (double value : data.test().samples().values()) {
            largest = Math.max(largest, value);
        }
        assertEquals(1, largest, 1e-12);
    }

    @Test
    void theArticlesInputsAreOneHotInTime() {
        SineData data = SineData.oneHotInTime();
        assertEquals(100, data.train().count());
        assertEquals(50, data.validation().count());
        double[] input = data.train().input(3);
        assertEquals(50 * 50, input.length);
        for (int t = 0; t < 50; t++) {
            for (int place = 0; place < 50; place++) {
                assertEquals(place == t ? StrictMath.sin(3 + t) : 0, input[t * 50 + place]);
            }
        }
        assertEquals(StrictMath.sin(53), data.train().target(3)[0]);
        assertEquals(StrictMath.sin(150), data.validation().target(0)[0]);
        assertEquals(StrictMath.sin(229), data.next()[29]);
        assertEquals(50, SineData.plain().validation().count());
    }
}

package dev.elman.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.elman.engine.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, versions, and wrong usage. */
class CommandLineTest {

    @Test
    void helpNamesEveryCommand() {
        Cli.Result help = Cli.run("--help").ok();
        for (String command : new String[] {"demo", "train", "evaluate", "predict", "forecast", "info"}) {
            assertTrue(help.out().contains("\n  " + command + " "), command);
        }
        assertTrue(help.out().contains("Exit codes"), help.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "evaluate", "predict", "forecast", "info", "demo sunspots", "demo sine"})
    void helpOfEveryCommandTeaches(String command) {
        Cli.Result help = Cli.run((Object[]) (command + " --help").split(" ")).ok();
        assertEquals("", help.err());
        assertTrue(help.out().contains("Usage: elman " + command), help.out());
        assertTrue(help.out().contains("Example"), help.out());
        for (String option : new String[] {"--engine", "--precision", "--seed", "--threads", "--json", "--plot"}) {
            assertTrue(help.out().contains(option), option + " in the help of " + command);
        }
        help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void helpOfTrainExplainsItsWords() {
        String help = Cli.run("train", "--help").ok().out();
        for (String word : new String[] {"look-back", "horizon", "stride", "naive", "validation", "rnn:32"}) {
            assertTrue(help.contains(word), word);
        }
    }

    @Test
    void helpCommandWorksLikeTheOption() {
        assertEquals(Cli.run("train", "--help").out(), Cli.run("help", "train").ok().out());
    }

    @Test
    void versionIsTheLibrarys() {
        assertEquals("elman " + Version.NUMBER, Cli.run("--version").ok().out().strip());
    }

    @Test
    void noCommandIsWrongUsageAndShowsTheHelp() {
        Cli.Result result = Cli.run();
        assertEquals(2, result.code());
        assertEquals("", result.out());
        assertTrue(result.err().contains("train"), result.err());
    }

    @Test
    void anUnknownCommandIsWrongUsageAndSuggestsTheNearest() {
        Cli.Result result = Cli.run("trian", "x.csv");
        assertEquals(2, result.code());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("unknown command 'trian'"), result.err());
        assertTrue(result.err().contains("train"), result.err());
    }

    @Test
    void anUnknownDemonstrationNamesThoseThereAre() {
        Cli.Result result = Cli.run("demo", "cosine-transform-of-nothing");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("sunspots") && result.err().contains("sine"), result.err());
        assertEquals(2, Cli.run("demo").code());
    }

    @Test
    void anUnknownOptionIsWrongUsageAndNamed() {
        Cli.Result result = Cli.run("demo", "sunspots", "--sedes", "3");
        assertEquals(2, result.code());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains("--sedes"), result.err());
        assertEquals("", result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "demo sunspots --seeds 0", "demo sunspots --seeds -3", "demo sunspots --seeds 99999999999",
        "demo sunspots --seeds many", "demo sunspots --recipe lucky", "demo sine --recipe sunspots",
        "demo sunspots --threads 0", "demo sunspots --seed 1.5", "demo sunspots --precision half",
        "demo sunspots --engine abacus", "info", "info a b", "info a --plot x.png"
    })
    void valuesOutOfRangeAreWrongUsage(String arguments) {
        Cli.Result result = Cli.run((Object[]) arguments.split(" "));
        assertEquals(2, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("elman "), result.err());
        assertEquals("", result.out());
    }

    @Test
    void aStackTraceIsShownOnlyWhereItIsAskedFor() {
        assertFalse(Cli.run("info", "/no/such/model").err().contains("\tat "));
        assertTrue(Cli.run("info", "/no/such/model", "--stacktrace").err().contains("\tat "));
    }
}

package dev.elman.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void everythingIsTimedWhereNothingIsSaid() {
        Options options = Options.of();
        assertEquals(Options.Mode.TIME, options.mode);
        assertEquals(Workloads.ALL, options.chosen());
        assertEquals(15, options.repetitions);
        assertEquals(Contenders.OWN, Contenders.of(options));
    }

    @Test
    void workloadsAreChosenByNameAndGroupInTheTablesOrder() {
        assertEquals(List.of("R1", "P3-rnn32", "P3-lstm64", "P3-rnn256"),
                Options.of("P3", "R1").chosen().stream().map(Workload::name).toList());
    }

    @Test
    void optionsHaveTheirValues() {
        Options options = Options.of("--json", "a.json", "--append", "--repetitions", "3", "--threads", "2", "R2");
        assertEquals(Path.of("a.json"), options.json);
        assertTrue(options.append);
        assertEquals(3, options.repetitions);
        assertEquals(List.of(1, 2), Contenders.of(options).stream().map(Contender::threads).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--no", "R9", "P", "--json", "--repetitions 2", "--repetitions x", "--threads 3", "--threads 0", "--append",
        "--plot a.png", "--table", "--threads 2 --peers"
    })
    void wrongUsageIsRefused(String line) {
        assertThrows(Options.WrongUsage.class, () -> Options.of(line.split(" ")));
    }
}

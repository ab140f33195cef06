package dev.elman.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.elman.cases.ContractChecks;
import dev.elman.cases.MisuseChecks;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;
import org.junit.jupiter.api.Test;

class ReferenceNetworkTest {

    private final ReferenceEngine engine = new ReferenceEngine();

    @Test
    void keepsTheContract() {
        new ContractChecks(engine, Precision.DOUBLE).all();
    }

    @Test
    void refusesMisuse() {
        new MisuseChecks(engine, Precision.DOUBLE).all();
    }

    @Test
    void refusesTwoThreadsAtOnce() throws InterruptedException {
        new MisuseChecks(engine, Precision.DOUBLE).usedByTwoThreads();
        new MisuseChecks(engine, Precision.DOUBLE).streamsUsedByTwoThreads();
    }

    @Test
    void worksInDoubleWhateverIsAskedFor() {
        assertEquals(
                Precision.DOUBLE,
                engine.openNetwork(
                                Architecture.inputs(1).dense(1, Activation.LINEAR),
                                Precision.FLOAT,
                                null)
                        .precision());
    }

    @Test
    void guardLetsDifferentShardsInTogetherAndEverythingElseAlone() {
        Guard guard = new Guard("the network");
        guard.enter(0);
        guard.enter(15);
        assertThrows(IllegalStateException.class, () -> guard.enter(15));
        assertThrows(IllegalStateException.class, guard::enterAlone);
        assertThrows(IllegalStateException.class, guard::close);
        guard.leave(0);
        guard.leave(15);
        guard.enterAlone();
        assertThrows(IllegalStateException.class, () -> guard.enter(1));
        assertThrows(IllegalStateException.class, guard::close);
        guard.leaveAlone();
        guard.close();
        guard.close();
        assertThrows(IllegalStateException.class, () -> guard.enter(0));
        assertThrows(IllegalStateException.class, guard::enterAlone);
    }

    @Test
    void dataAreNotClosedWhileInUse() {
        ReferenceData data = new ReferenceData(
                new Samples(new double[2], 1, 1, new int[1], 1, 1, new int[1]), Precision.DOUBLE);
        data.enter();
        assertThrows(IllegalStateException.class, data::close);
        data.leave();
        data.close();
        assertThrows(IllegalStateException.class, data::enter);
    }
}

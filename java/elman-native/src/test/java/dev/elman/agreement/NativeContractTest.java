package dev.elman.agreement;

import dev.elman.cases.ContractChecks;
import dev.elman.cases.MisuseChecks;
import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import org.junit.jupiter.api.Test;

/** The native engine promises and refuses what the reference does. */
class NativeContractTest {

    @Test
    void keepsTheContract() {
        for (Precision precision : Precision.values()) {
            new ContractChecks(Engines.get("native"), precision).all();
        }
    }

    @Test
    void refusesMisuse() {
        for (Precision precision : Precision.values()) {
            new MisuseChecks(Engines.get("native"), precision).all();
        }
    }

    @Test
    void refusesTwoThreadsAtOnce() throws InterruptedException {
        new MisuseChecks(Engines.get("native"), Precision.FLOAT).usedByTwoThreads();
        new MisuseChecks(Engines.get("native"), Precision.FLOAT).streamsUsedByTwoThreads();
    }
}

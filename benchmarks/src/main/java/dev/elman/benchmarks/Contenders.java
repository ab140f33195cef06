package dev.elman.benchmarks;

import dev.elman.engine.Engines;
import dev.elman.engine.Precision;
import java.util.List;

/** Who does the workloads. */
final class Contenders {

    /** The name of the contender that the others are compared with. */
    static final String BASELINE = "elman-reference";

    /** All of them. */
    static final List<Contender> ALL = List.of(
            new EngineContender("elman", "native", Precision.FLOAT),
            new EngineContender(BASELINE, "reference", Precision.DOUBLE));

    private Contenders() {}

    /** The one of that name. */
    static Contender named(String name) {
        return ALL.stream().filter(contender -> contender.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("unknown contender " + name));
    }

    /** An engine of this library in one precision. */
    private record EngineContender(String name, String engine, Precision precision) implements Contender {

        @Override
        public boolean does(Workload workload) {
            return true;
        }

        @Override
        public Subject open(Workload workload) {
            return switch (workload.task()) {
                case SUNSPOTS_FIT -> new SunspotsFit(engine, precision, workload);
                case TRAINING_STEP -> new TrainingSteps(Engines.get(engine), precision, workload);
            };
        }
    }
}

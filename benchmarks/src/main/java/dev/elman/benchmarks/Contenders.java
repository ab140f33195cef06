package dev.elman.benchmarks;

import dev.elman.engine.Precision;
import java.util.ArrayList;
import java.util.List;

/** Who does the workloads. */
final class Contenders {

    /** The native engine on one thread, with which the others are compared. */
    static final EngineContender ELMAN = new EngineContender("elman", "native", Precision.FLOAT, 1);

    /** The reference engine. */
    static final EngineContender REFERENCE = new EngineContender("elman-reference", "reference", Precision.DOUBLE, 1);

    /** This library's own. */
    static final List<Contender> OWN = List.of(ELMAN, REFERENCE);

    private Contenders() {}

    /** The native engine on several threads. */
    static EngineContender elman(int threads) {
        return new EngineContender(ELMAN.name(), ELMAN.engine(), ELMAN.precision(), threads);
    }

    /** Those that are asked for, the one that others are compared with first. */
    static List<Contender> of(Options options) {
        List<Contender> contenders = new ArrayList<>();
        if (options.threads > 1) {
            contenders.add(ELMAN);
            contenders.add(elman(options.threads));
        } else {
            contenders.addAll(OWN);
        }
        if (options.peers) {
            contenders.remove(REFERENCE);
            contenders.addAll(Peers.all());
        }
        contenders.removeIf(one -> !options.engines.isEmpty() && !options.engines.contains(one.name()));
        return contenders;
    }

    /** The one of this library's own of that name. */
    static Contender named(String name) {
        return OWN.stream().filter(contender -> contender.name().equals(name)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("unknown contender " + name));
    }
}

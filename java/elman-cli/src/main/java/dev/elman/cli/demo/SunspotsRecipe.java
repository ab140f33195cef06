package dev.elman.cli.demo;

import dev.elman.engine.Precision;
import dev.elman.layers.Activation;
import dev.elman.layers.Architecture;

/** A way to train the tutorial's network on the tutorial's data. */
public interface SunspotsRecipe {

    /** The tutorial's network: 3 recurrent units and one output, all tanh. */
    Architecture NETWORK = Architecture.inputs(1).simpleRnn(3, Activation.TANH).dense(1, Activation.TANH);

    /** The name by which it is asked for. */
    String name();

    /** Trains from one seed and scores the result. */
    SunspotsRun run(SunspotsData data, long seed, String engine, Precision precision);
}

package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
import dev.elman.optim.Clipping;
import dev.elman.optim.Sgd;
import dev.elman.optim.Truncation;
import java.util.Arrays;

/** What a run opens and has to close: data, network, and threads where there are several shards. */
final class Resources implements AutoCloseable {

    final Engine engine;
    final Network network;
    final int[] order;
    final Stepper stepper;

    /** Null without validation data. */
    final Validation validation;

    /** Null where no mini-batch has several shards. */
    private final Crew crew;

    /** Where the average of the weights is validated; null where nobody does. */
    private final Network average;

    private final Data data;
    private boolean closed;

    /** Opens everything; where something fails, what was opened is closed again. */
    Resources(Trainer trainer, Start start, LearningRates rates, Dataset train, Dataset validationData) {
        Settings settings = start.settings();
        Architecture architecture = start.architecture();
        Precision precision = settings.precision();
        int stepSize = Math.min(settings.samplesPerStep(), train.count());
        int partSize = train.samples().hasLanes() ? train.samples().lanes() : stepSize;
        int shards = Stepper.partShards(train.samples(), stepSize);
        engine = Engines.get(settings.engine());
        order = new int[train.count()];
        Data openedData = null;
        Data openedValidation = null;
        Network openedNetwork = null;
        Network openedAverage = null;
        Crew startedCrew = null;
        try {
            openedData = engine.openData(train.samples(), precision);
            openedNetwork = engine.openNetwork(architecture, precision, settings.objective(architecture));
            openedNetwork.write(Network.Part.PARAMETERS, start.weights());
            if (start.checkpoint() != null) {
                resume(openedNetwork, start.checkpoint(), settings);
            }
            if (shards > 1) {
                startedCrew = new Crew(Math.min(trainer.threads(), shards));
            }
            if (validationData != null) {
                openedValidation = engine.openData(validationData.samples(), precision);
                if (settings.averages()) {
                    // Its own, so that training goes on from the weights and not from what was judged.
                    openedAverage = engine.openNetwork(architecture, precision, new Objective(
                            settings.loss(), Sgd.keras(), Clipping.none(), Truncation.full()));
                }
            }
        } catch (Throwable e) {
            closeAll(e, startedCrew, openedAverage, openedNetwork, openedValidation, openedData);
            throw e;
        }
        data = openedData;
        network = openedNetwork;
        crew = startedCrew;
        boolean oneByOne = trainer.callbacks().stream().anyMatch(Callback::everyMiniBatch);
        stepper = new Stepper(network, data, train.samples(), order, stepSize, rates, crew,
                Stepper.work(architecture, train.timeSteps(), stepSize), oneByOne);
        average = openedAverage;
        validation = validationData == null ? null
                : new Validation(average == null ? network : average, architecture, settings.loss(), validationData,
                        openedValidation, Stepper.shardStart(partSize, shards, 1), crew);
    }

    private static void resume(Network network, Checkpoint checkpoint, Settings settings) {
        if (network.precision() != checkpoint.facts().workingPrecision()) {
            throw new IllegalArgumentException("the run of the checkpoint was computed in "
                    + checkpoint.facts().workingPrecision().id() + " but the engine '" + settings.engine()
                    + "' computes in " + network.precision().id() + " here; resume with the engine it was begun with");
        }
        network.write(Network.Part.OPTIMIZER_STATE, checkpoint.values().optimizerState());
        if (checkpoint.values().average().length > 0) {
            network.write(Network.Part.AVERAGE, checkpoint.values().average());
        }
        if (checkpoint.values().carriedStates().length > 0) {
            network.write(Network.Part.CARRIED_STATES, checkpoint.values().carriedStates());
        }
    }

    /** How many threads have computed a gradient. */
    int threadsUsed(boolean stepped) {
        return crew == null ? (stepped ? 1 : 0) : crew.threadsUsed();
    }

    /** What ends the crew's threads without waiting, for a run that nobody closed; null where there are none. */
    Runnable emergencyStop() {
        return crew == null || crew.threads() == 1 ? null : crew::stop;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            RuntimeException failure = new IllegalStateException("closing a training run failed");
            closeAll(failure, crew, average, network, validation, data);
            if (failure.getSuppressed().length > 0) {
                throw failure;
            }
        }
    }

    private static void closeAll(Throwable failure, AutoCloseable... opened) {
        Arrays.stream(opened).filter(one -> one != null).forEach(one -> {
            try {
                one.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        });
    }
}

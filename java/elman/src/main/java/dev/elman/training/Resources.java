package dev.elman.training;

import dev.elman.data.Dataset;
import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.layers.Architecture;
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

    private final Data data;
    private boolean closed;

    /** Opens everything; where something fails, what was opened is closed again. */
    Resources(Trainer trainer, Start start, LearningRates rates, Dataset train, Dataset validationData) {
        Settings settings = start.settings();
        Architecture architecture = start.architecture();
        Precision precision = settings.precision();
        int miniBatchSize = Math.min(settings.batchSize(), train.count());
        int shards = Stepper.shards(miniBatchSize);
        engine = Engines.get(settings.engine());
        order = new int[train.count()];
        Data openedData = null;
        Data openedValidation = null;
        Network openedNetwork = null;
        Crew startedCrew = null;
        try {
            openedData = engine.openData(train.samples(), precision);
            openedNetwork = engine.openNetwork(architecture, precision,
                    new Objective(settings.loss(), settings.optimizer(), settings.clipping(), settings.truncation()));
            openedNetwork.write(Network.Part.PARAMETERS, start.weights());
            if (start.checkpoint() != null) {
                resume(openedNetwork, start.checkpoint(), settings);
            }
            if (shards > 1) {
                startedCrew = new Crew(Math.min(trainer.threads(), shards));
            }
            if (validationData != null) {
                openedValidation = engine.openData(validationData.samples(), precision);
            }
        } catch (Throwable e) {
            closeAll(e, startedCrew, openedNetwork, openedValidation, openedData);
            throw e;
        }
        data = openedData;
        network = openedNetwork;
        crew = startedCrew;
        boolean oneByOne = trainer.callbacks().stream().anyMatch(Callback::everyMiniBatch);
        stepper = new Stepper(network, data, train.samples(), order, settings.batchSize(), rates, crew,
                Stepper.work(architecture, train.timeSteps(), miniBatchSize), oneByOne);
        validation = validationData == null ? null
                : new Validation(network, architecture, settings.loss(), validationData, openedValidation,
                        Stepper.shardStart(miniBatchSize, shards, 1), crew);
    }

    private static void resume(Network network, Checkpoint checkpoint, Settings settings) {
        if (network.precision() != checkpoint.facts().workingPrecision()) {
            throw new IllegalArgumentException("the run of the checkpoint was computed in "
                    + checkpoint.facts().workingPrecision().id() + " but the engine '" + settings.engine()
                    + "' computes in " + network.precision().id() + " here; resume with the engine it was begun with");
        }
        network.write(Network.Part.OPTIMIZER_STATE, checkpoint.optimizerState());
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
            closeAll(failure, crew, network, validation, data);
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

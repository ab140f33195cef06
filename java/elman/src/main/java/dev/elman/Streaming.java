package dev.elman;

import dev.elman.engine.Streams;
import dev.elman.layers.Architecture;

/** Opens streams of a model. */
final class Streaming {

    private Streaming() {}

    /** One stream, with static features where the model takes some. */
    static StreamBatch open(Weights weights, Inference inference, double[] staticFeatures) {
        StaticValues.require(staticFeatures, weights, "the stream");
        StreamBatch stream = open(weights, inference, 1,
                new Turn("stream", "give each thread its own, or step them together in a StreamBatch"));
        if (staticFeatures != null) {
            try {
                stream.reset(0, staticFeatures);
            } catch (RuntimeException | Error e) {
                stream.close();
                throw e;
            }
        }
        return stream;
    }

    /** Many streams. */
    static StreamBatch open(Weights weights, Inference inference, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1 but was " + count);
        }
        return open(weights, inference, count,
                new Turn("stream batch", "give each thread its own, or step all streams from one"));
    }

    private static StreamBatch open(Weights weights, Inference inference, int count, Turn turn) {
        Architecture architecture = weights.architecture();
        if (architecture.goesBackwards()) {
            throw new IllegalStateException("the model cannot stream: " + architecture + " reads sequences from their"
                    + " end too, so that its outputs depend on time steps that have not come; predict whole sequences,"
                    + " or train one whose layers go forwards");
        }
        Streams streams = inference.openStreams(count);
        try {
            return new StreamBatch(
                    streams, weights, inference.layout(), inference.scaling(), inference.readout(), turn);
        } catch (RuntimeException | Error e) {
            streams.close();
            throw e;
        }
    }
}

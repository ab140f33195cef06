package dev.elman;

import dev.elman.data.Samples;
import dev.elman.engine.Batch;
import dev.elman.engine.Data;
import dev.elman.engine.Divergence;
import dev.elman.engine.Engine;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.engine.Streams;
import dev.elman.engine.Version;
import dev.elman.layers.Architecture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that counts its open networks and streams and allocates nothing when it predicts: each output is the sum of
 * the sequence's inputs. Found through a class loader of the tests that use it.
 */
public final class CountingEngine implements Engine {

    static final AtomicInteger OPEN = new AtomicInteger();
    static final AtomicInteger OPENED = new AtomicInteger();
    static final AtomicInteger OPEN_STREAMS = new AtomicInteger();
    /** Where it is set, a prediction waits for it. */
    static volatile CountDownLatch gate;
    /** Counted down by every prediction that waits. */
    static volatile CountDownLatch waiting;

    /** For the service loader. */
    public CountingEngine() {}

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String version() {
        return Version.NUMBER;
    }

    @Override
    public String description() {
        return "sums of inputs";
    }

    @Override
    public Data openData(Samples samples, Precision precision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Network openNetwork(Architecture architecture, Precision precision, Objective objective) {
        OPEN.incrementAndGet();
        OPENED.incrementAndGet();
        return new Sum(architecture, precision);
    }

    /** Waits where a test holds the engine up. */
    static void passGate() {
        CountDownLatch wait = gate;
        if (wait != null) {
            waiting.countDown();
            try {
                wait.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Sum implements Network {

        private final Architecture architecture;
        private final Precision precision;
        private final AtomicInteger users = new AtomicInteger();
        private boolean closed;

        Sum(Architecture architecture, Precision precision) {
            this.architecture = architecture;
            this.precision = precision;
        }

        @Override
        public Precision precision() {
            return precision;
        }

        @Override
        public void read(Part part, double[] destination) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Part part, double[] source) {
            // The weights do not count.
        }

        @Override
        public double gradient(Data data, int[] order, int from, int to, long miniBatchSteps, int shard, long step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean update(int shards, long step, double learningRate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int train(Data data, int[] order, int from, int to, int batchSize, long firstStep,
                double[] learningRates, double[] losses) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Divergence divergence() {
            return null;
        }

        @Override
        public double evaluate(Data data, int from, int to, int shard, double[] outputs, int outputOffset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void predict(float[] inputs, int batch, int timeSteps, float[] outputs) {
            enter();
            for (int row = 0; row < batch; row++) {
                float sum = 0;
                for (int i = 0; i < inputs.length / batch; i++) {
                    sum += inputs[row * (inputs.length / batch) + i];
                }
                outputs[row] = sum;
            }
            users.decrementAndGet();
        }

        @Override
        public void predict(double[] inputs, int batch, int timeSteps, double[] outputs) {
            enter();
            for (int row = 0; row < batch; row++) {
                double sum = 0;
                for (int i = 0; i < inputs.length / batch; i++) {
                    sum += inputs[row * (inputs.length / batch) + i];
                }
                outputs[row] = sum;
            }
            users.decrementAndGet();
        }

        private void enter() {
            if (closed || users.incrementAndGet() != 1) {
                throw new IllegalStateException("closed or used by two threads at once");
            }
            passGate();
        }

        @Override
        public double[][] trace(Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void predict(Batch batch, double[] outputs, double[] finalStates) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Streams openStreams(int count) {
            return new CountingStreams(count, architecture.stateSize() + architecture.staticFeatures());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                OPEN.decrementAndGet();
            }
        }
    }
}

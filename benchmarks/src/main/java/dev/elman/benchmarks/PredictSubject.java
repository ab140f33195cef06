package dev.elman.benchmarks;

import dev.elman.Model;
import dev.elman.Predictor;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Predictions of one batch into given arrays. On several threads each has a predictor of its own and predicts a share
 * of the sequences, as a service would have it; the caller's thread is one of them.
 */
final class PredictSubject implements Contender.Subject {

    /** How long a thread waits for the next call before it sleeps: longer than calls are apart. */
    private static final int SPINS = 20_000;

    private final Share[] shares;
    private volatile int round;
    private volatile boolean closed;

    PredictSubject(Model model, float[] inputs, int threads) {
        int sequence = model.schema().lookBack() * model.architecture().features();
        int sequences = inputs.length / sequence;
        shares = new Share[threads];
        for (int i = 0; i < threads; i++) {
            int from = sequences * i / threads;
            int to = sequences * (i + 1) / threads;
            shares[i] = new Share(model.predictor(), Arrays.copyOfRange(inputs, from * sequence, to * sequence),
                    new float[(to - from) * model.architecture().outputs()]);
        }
        for (int i = 1; i < threads; i++) {
            shares[i].start();
        }
    }

    @Override
    public void run() {
        if (shares.length > 1) {
            int next = round + 1;
            round = next;
            for (int i = 1; i < shares.length; i++) {
                LockSupport.unpark(shares[i].thread);
            }
            shares[0].predict();
            for (int i = 1; i < shares.length; i++) {
                while (shares[i].done != next) {
                    shares[i].requireAlive();
                    Thread.onSpinWait();
                }
            }
        } else {
            shares[0].predict();
        }
    }

    /** A loop of its own, in which the call is compiled in: a small network takes not many times what a call does. */
    @Override
    public double seconds(int runs) {
        long start = System.nanoTime();
        for (int run = 0; run < runs; run++) {
            run();
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public double[] outcome() {
        double[] all = new double[Arrays.stream(shares).mapToInt(share -> share.outputs.length).sum()];
        int at = 0;
        for (Share share : shares) {
            for (float output : share.outputs) {
                all[at++] = output;
            }
        }
        return all;
    }

    @Override
    public void close() {
        closed = true;
        for (Share share : shares) {
            share.end();
        }
    }

    /** What one thread predicts. */
    private final class Share {

        private final Predictor predictor;
        private final float[] inputs;
        private final float[] outputs;
        private Thread thread;
        private volatile int done;

        Share(Predictor predictor, float[] inputs, float[] outputs) {
            this.predictor = predictor;
            this.inputs = inputs;
            this.outputs = outputs;
        }

        void start() {
            thread = new Thread(this::help, "predict");
            thread.setDaemon(true);
            thread.start();
        }

        private void help() {
            int seen = 0;
            while (true) {
                for (int spin = 0; round == seen && !closed; spin++) {
                    if (spin < SPINS) {
                        Thread.onSpinWait();
                    } else {
                        LockSupport.park(this);
                    }
                }
                if (closed) {
                    return;
                }
                seen = round;
                predict();
                done = seen;
            }
        }

        void predict() {
            predictor.predict(inputs, outputs);
        }

        void requireAlive() {
            if (!thread.isAlive()) {
                throw new IllegalStateException("a thread that predicts has died; its error is above");
            }
        }

        void end() {
            if (thread != null) {
                LockSupport.unpark(thread);
                boolean interrupted = false;
                while (thread.isAlive()) {
                    try {
                        thread.join();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            predictor.close();
        }
    }
}

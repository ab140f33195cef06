package dev.elman.benchmarks;

import dev.elman.training.TrainingSession;

/**
 * Training steps on one mini-batch, over and over, each a call of {@link TrainingSession#step}: what the trainer does
 * around the engine, such as sharding, is in it. Every step is an epoch, so that its loss is in the history.
 */
record StepSubject(TrainingSession session) implements Contender.Subject {

    @Override
    public void run() {
        if (!session.step()) {
            throw new IllegalStateException("the training has ended");
        }
    }

    @Override
    public double[] outcome() {
        return new double[] {session.history().last().loss()};
    }

    @Override
    public void close() {
        session.close();
    }
}

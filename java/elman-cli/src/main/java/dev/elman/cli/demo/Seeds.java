package dev.elman.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Runs one experiment from several seeds, several of them at a time, each on one thread. */
public final class Seeds {

    private Seeds() {}

    /**
     * Runs an experiment from {@code count} seeds in a row.
     *
     * @param first the first seed
     * @param count how many, at least 1
     * @param threads how many at a time at most, at least 1
     * @param experiment gives the result of a seed
     * @param done is told of every result as soon as it is there, by the thread that computed it
     * @return the results, in the order of the seeds
     */
    public static <T> List<T> run(
            long first, int count, int threads, LongFunction<T> experiment, Consumer<? super T> done) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(count, threads), task -> {
            Thread thread = new Thread(task, "elman-seeds");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> pending = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                long seed = first + i;
                pending.add(pool.submit(() -> {
                    T result = experiment.apply(seed);
                    done.accept(result);
                    return result;
                }));
            }
            List<T> results = new ArrayList<>(count);
            for (Future<T> result : pending) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while seeds were running", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}

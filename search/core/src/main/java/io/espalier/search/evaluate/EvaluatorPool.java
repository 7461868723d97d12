package io.espalier.search.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Evaluates several candidates side by side and hands out the results in the order of the requests. */
public final class EvaluatorPool implements AutoCloseable {
    private final int evaluators;
    private final ExecutorService threads;

    /** @param evaluators how many work side by side, 1 or more */
    public EvaluatorPool(int evaluators) {
        this.evaluators = evaluators;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(evaluators, task -> {
            Thread thread = new Thread(task, "evaluator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many work side by side. */
    public int evaluators() {
        return evaluators;
    }

    /** Runs all; when one throws, the others are given up and it is thrown here. */
    public <T> List<T> inOrder(List<Supplier<T>> tasks) {
        List<Future<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(threads.submit(task::get)));
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The search was interrupted.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("An evaluator failed.", e);
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** Waits until those that were given up have ended: what they use may be closed after this. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("An evaluator did not end within a minute.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

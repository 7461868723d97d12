package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Java loops on a fixed number of threads, each with its own scratch memory and always the same share of the items. */
final class Workers implements AutoCloseable {

    /** Does the items {@code from} to {@code to - 1}. */
    @FunctionalInterface
    interface Loop {
        void run(Scratch scratch, int from, int to);
    }

    private final Scratch[] scratches;
    private final ExecutorService helpers;

    /** @param threads with the calling one */
    Workers(int threads) {
        scratches = new Scratch[threads];
        for (int i = 0; i < threads; i++) {
            scratches[i] = new Scratch();
        }
        helpers = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "espalier-training-loop");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns when all items are done. */
    void run(int items, Loop loop) {
        int threads = Math.min(scratches.length, items);
        List<Future<?>> running = new ArrayList<>(threads);
        for (int i = 1; i < threads; i++) {
            int worker = i;
            running.add(helpers.submit(
                    () -> loop.run(scratches[worker], items * worker / threads, items * (worker + 1) / threads)));
        }
        loop.run(scratches[0], 0, items / Math.max(1, threads));
        for (Future<?> future : running) {
            await(future);
        }
    }

    private static void await(Future<?> future) {
        boolean interrupted = false;
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A training loop failed.", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        helpers.shutdown();
    }
}

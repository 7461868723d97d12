package io.espalier.profile.measure;

import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.PreparedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Keeps a machine busy with copies of one model, each in a session and a thread of its own: how many examples a second
 * come out, and what energy one takes. It is what a server does, and unlike a latency it is a mean.
 */
public final class LoadMeasurement {
    private static final int WARMUP = 5;
    /** Runs between two looks at the clock. */
    private static final int STRIDE = 4;

    private final InferenceRuntime runtime;
    private final EnergyMeter meter;
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock in nanoseconds, such as {@code System::nanoTime} */
    public LoadMeasurement(InferenceRuntime runtime, EnergyMeter meter, LongSupplier nanoTime) {
        this.runtime = runtime;
        this.meter = meter;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs {@code copies} of a model side by side.
     *
     * @param threads inside one inference
     * @param batch for inputs whose batch is free
     * @param duration of the load; each copy runs at least once
     */
    public LoadResult measure(LatencySubject subject, int copies, int threads, int batch, Duration duration) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(copies, task -> {
            Thread thread = new Thread(task, "load-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        List<Copy> opened = new ArrayList<>();
        try {
            for (int i = 0; i < copies; i++) {
                opened.add(new Copy(subject, threads, batch));
            }
            OptionalDouble before = meter.joules();
            long start = nanoTime.getAsLong();
            long end = start + duration.toNanos();
            List<Future<Long>> futures = new ArrayList<>();
            opened.forEach(copy -> futures.add(pool.submit(() -> copy.runUntil(end))));
            long examples = 0;
            for (Future<Long> future : futures) {
                examples += future.get();
            }
            double seconds = Math.max(1, nanoTime.getAsLong() - start) / 1e9;
            return new LoadResult(examples, seconds, each(before, meter.joules(), examples));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The measurement was interrupted.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The model (%s) failed under load.".formatted(subject.id()), e);
        } finally {
            pool.shutdownNow();
            opened.forEach(Copy::close);
        }
    }

    private static OptionalDouble each(OptionalDouble before, OptionalDouble after, long examples) {
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(1000 * (after.getAsDouble() - before.getAsDouble()) / examples)
                : OptionalDouble.empty();
    }

    /** A model loaded once more. */
    private final class Copy implements AutoCloseable {
        private final InferenceSession session;
        private final PreparedRun run;
        private final long examples;

        Copy(LatencySubject subject, int threads, int batch) {
            session = subject.open(runtime, threads);
            run = session.prepare(Feeds.of(session.inputs(), batch, 0));
            for (int i = 0; i < WARMUP; i++) {
                run.run();
            }
            examples = session.inputs().stream()
                    .map(input -> input.type().shape().withSymbols(batch))
                    .filter(shape -> shape.rank() > 0)
                    .findFirst()
                    .map(shape -> shape.size(0))
                    .orElse(1L);
        }

        /** How many examples were computed until then. */
        long runUntil(long end) {
            long runs = 0;
            do {
                for (int i = 0; i < STRIDE; i++) {
                    run.run();
                }
                runs += STRIDE;
            } while (nanoTime.getAsLong() < end && !Thread.currentThread().isInterrupted());
            return runs * examples;
        }

        @Override
        public void close() {
            run.close();
            session.close();
        }
    }
}

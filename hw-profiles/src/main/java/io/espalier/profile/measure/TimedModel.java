package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.PreparedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** A subject ready to run, and the blocks that it has run. */
final class TimedModel implements AutoCloseable {
    private final LatencySubject subject;
    private final InferenceSession session;
    private final PreparedRun run;
    private final List<Double> blocksUs = new ArrayList<>();

    TimedModel(LatencySubject subject, InferenceRuntime runtime, int threads, int batch, int warmup) {
        this.subject = subject;
        session = subject.open(runtime, threads);
        run = session.prepare(Feeds.of(session.inputs(), batch, 0));
        for (int i = 0; i < warmup; i++) {
            run.run();
        }
    }

    LatencySubject subject() {
        return subject;
    }

    /**
     * One block after the caches are warm, which the model before has filled. Its median counts: an interrupt lengthens
     * single runs.
     */
    void measureBlock(int runs, LongSupplier nanoTime) {
        run.warm(nanoTime);
        double[] runsUs = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = nanoTime.getAsLong();
            run.run();
            runsUs[i] = (nanoTime.getAsLong() - start) / 1e3;
        }
        Arrays.sort(runsUs);
        blocksUs.add(LatencyStatistics.quantile(runsUs, .5));
    }

    /** The block of round {@code index}, in µs a run. */
    double blockUs(int index) {
        return blocksUs.get(index);
    }

    @Override
    public void close() {
        run.close();
        session.close();
    }
}

package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.PreparedRun;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A network that is run again and again beside what is measured, to see whether the machine is quiet: a neighbour on a
 * shared processor slows it for seconds to minutes.
 */
final class RunningAnchor implements AutoCloseable {
    private static final int RUNS = 5;

    private final InferenceSession session;
    private final PreparedRun run;
    private final LongSupplier nanoTime;
    private final List<Double> samplesUs = new ArrayList<>();

    RunningAnchor(Model model, InferenceRuntime runtime, int threads, int batch, int warmup, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        session = runtime.open(model, SessionOptions.of(threads));
        run = session.prepare(Feeds.of(session.inputs(), batch, 0));
        for (int i = 0; i < warmup; i++) {
            run.run();
        }
        // However short the time is: something is known.
        sampleUs();
    }

    /** The median of a few runs, in µs. */
    double sampleUs() {
        double[] runsUs = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = nanoTime.getAsLong();
            run.run();
            runsUs[i] = (nanoTime.getAsLong() - start) / 1e3;
        }
        Arrays.sort(runsUs);
        samplesUs.add(runsUs[RUNS / 2]);
        return runsUs[RUNS / 2];
    }

    /** The 10th percentile of all samples: the anchor on the quiet machine, as far as is known by now. */
    double quietUs() {
        return LatencyStatistics.quantile(
                samplesUs.stream().mapToDouble(Double::doubleValue).sorted().toArray(), .1);
    }

    @Override
    public void close() {
        run.close();
        session.close();
    }
}

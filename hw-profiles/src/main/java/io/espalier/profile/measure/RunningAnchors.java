package io.espalier.profile.measure;

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
 * Networks that are run again and again beside what is measured, to see whether the machine is quiet: a neighbour on a
 * shared processor slows it for seconds to minutes.
 */
final class RunningAnchors implements AutoCloseable {
    private static final int RUNS = 3;

    private final List<InferenceSession> sessions = new ArrayList<>();
    private final List<PreparedRun> runs = new ArrayList<>();
    private final AnchorLevels levels;
    private final LongSupplier nanoTime;

    /** @param levels what is known of these models; hears of every sample */
    RunningAnchors(
            List<Model> models,
            InferenceRuntime runtime,
            int threads,
            int batch,
            int warmup,
            AnchorLevels levels,
            LongSupplier nanoTime) {
        this.levels = levels;
        this.nanoTime = nanoTime;
        for (Model model : models) {
            InferenceSession session = runtime.open(model, SessionOptions.of(threads));
            sessions.add(session);
            PreparedRun run = session.prepare(Feeds.of(session.inputs(), batch, 0));
            runs.add(run);
            for (int i = 0; i < warmup; i++) {
                run.run();
            }
        }
        // However short the time is: something is known.
        sampleUs();
    }

    AnchorLevels levels() {
        return levels;
    }

    /** The median of a few runs of each, in µs. */
    double[] sampleUs() {
        double[] anchorsUs = new double[runs.size()];
        for (int anchor = 0; anchor < anchorsUs.length; anchor++) {
            runs.get(anchor).warm(nanoTime);
            double[] runsUs = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                long start = nanoTime.getAsLong();
                runs.get(anchor).run();
                runsUs[i] = (nanoTime.getAsLong() - start) / 1e3;
            }
            Arrays.sort(runsUs);
            anchorsUs[anchor] = runsUs[RUNS / 2];
        }
        levels.saw(anchorsUs);
        return anchorsUs;
    }

    @Override
    public void close() {
        runs.forEach(PreparedRun::close);
        sessions.forEach(InferenceSession::close);
    }
}

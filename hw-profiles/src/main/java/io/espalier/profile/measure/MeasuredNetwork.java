package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.PreparedRun;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A network under measurement. */
final class MeasuredNetwork implements AutoCloseable {
    static final int WHOLE_RUNS = 5;

    /** The profiler cuts off the fraction of a microsecond, half of one on average. */
    private static final double CUT_OFF_US = .5;

    private final int kernels;
    private final NetworkBlocks blocks;
    private final Model model;
    private final Map<String, Tensor> feeds;
    private final RuntimeNames names;
    private final InferenceSession session;
    private final PreparedRun whole;

    MeasuredNetwork(
            NetworkRequest request,
            Precision precision,
            Model model,
            InferenceRuntime runtime,
            int threads,
            int batch,
            int warmup) {
        this.model = model;
        List<Kernel> found = Kernels.of(request.graph(), precision);
        kernels = found.size();
        blocks = new NetworkBlocks(request.name(), precision, found);
        names = new RuntimeNames(request.graph(), found);
        session = runtime.open(model, SessionOptions.of(threads));
        feeds = Feeds.of(session.inputs(), batch, 0);
        whole = session.prepare(feeds);
        for (int i = 0; i < warmup; i++) {
            whole.run();
        }
    }

    /** What was measured so far. */
    NetworkBlocks blocks() {
        return blocks;
    }

    /** Measures one block: a few runs of the whole, then runs under the runtime's profiler. */
    void measureBlock(
            InferenceRuntime runtime,
            int threads,
            int warmup,
            int runs,
            RunningAnchors anchors,
            LongSupplier nanoTime) {
        double[] before = anchors.sampleUs();
        whole.warm(nanoTime);
        double[] wholeUs = new double[WHOLE_RUNS];
        for (int i = 0; i < WHOLE_RUNS; i++) {
            long start = nanoTime.getAsLong();
            whole.run();
            wholeUs[i] = (nanoTime.getAsLong() - start) / 1e3;
        }
        List<NodeTiming> timings = runtime.profile(model, feeds, threads, warmup, runs);
        int[] nodesOfKernels = new int[kernels];
        double[] kernelsUs = new double[kernels];
        int[] matched = names.match(timings);
        for (int i = 0; i < matched.length; i++) {
            nodesOfKernels[matched[i]]++;
            kernelsUs[matched[i]] += quietMean(timings.get(i).microsPerRun()) + CUT_OFF_US;
        }
        blocks.add(new NetworkBlocks.Block(kernelsUs, nodesOfKernels, quietMean(wholeUs), before, anchors.sampleUs()));
    }

    /**
     * The mean without the slowest quarter: an interrupt lengthens single runs a hundredfold, and a median of whole
     * microseconds would be a whole microsecond.
     */
    private static double quietMean(double[] runsUs) {
        double[] sorted = runsUs.clone();
        Arrays.sort(sorted);
        return Arrays.stream(sorted, 0, Math.max(1, sorted.length * 3 / 4))
                .average()
                .orElse(0);
    }

    @Override
    public void close() {
        whole.close();
        session.close();
    }
}

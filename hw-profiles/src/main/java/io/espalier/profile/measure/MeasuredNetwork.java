package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.PreparedRun;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A network under measurement: its blocks so far, each with the time of every kernel and of the whole. */
final class MeasuredNetwork implements AutoCloseable {
    /** With fewer quiet blocks than this, the least slow ones are taken as well. */
    private static final int FEWEST_BLOCKS = 3;

    private static final int WHOLE_RUNS = 5;
    /** The profiler cuts off the fraction of a microsecond, half of one on average. */
    private static final double CUT_OFF_US = .5;

    /** However much the profiler adds, a kernel takes at least this share of what it was seen to take. */
    private static final double SHORTEST_OF_PROFILED = .05;

    private final NetworkRequest request;
    private final Precision precision;
    private final List<Kernel> kernels;
    private final int[] runtimeNodes;
    private final Model model;
    private final Map<String, Tensor> feeds;
    private final RuntimeNames names;
    private final InferenceSession session;
    private final PreparedRun whole;
    private final List<Block> blocks = new ArrayList<>();

    /** @param before how long the anchors took before it, and after */
    private record Block(double[] kernelsUs, double wholeUs, double[] before, double[] after) {
        boolean isQuiet(AnchorLevels levels) {
            return levels.isQuiet(before) && levels.isQuiet(after);
        }

        double slowness(AnchorLevels levels) {
            return (levels.slowness(before) + levels.slowness(after)) / 2;
        }

        /** As long as it would have taken on the quiet machine. */
        Block shortened(AnchorLevels levels) {
            double slowness = slowness(levels);
            return new Block(
                    Arrays.stream(kernelsUs).map(us -> us / slowness).toArray(), wholeUs / slowness, before, after);
        }
    }

    MeasuredNetwork(
            NetworkRequest request,
            Precision precision,
            Model model,
            InferenceRuntime runtime,
            int threads,
            int batch,
            int warmup) {
        this.request = request;
        this.precision = precision;
        this.model = model;
        kernels = Kernels.of(request.graph(), precision);
        runtimeNodes = new int[kernels.size()];
        names = new RuntimeNames(request.graph(), kernels);
        session = runtime.open(model, SessionOptions.of(threads));
        feeds = Feeds.of(session.inputs(), batch, 0);
        whole = session.prepare(feeds);
        for (int i = 0; i < warmup; i++) {
            whole.run();
        }
    }

    Precision precision() {
        return precision;
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
        whole.run();
        double[] wholeUs = new double[WHOLE_RUNS];
        for (int i = 0; i < WHOLE_RUNS; i++) {
            long start = nanoTime.getAsLong();
            whole.run();
            wholeUs[i] = (nanoTime.getAsLong() - start) / 1e3;
        }
        double[] kernelsUs = perKernel(runtime.profile(model, feeds, threads, warmup, runs));
        blocks.add(new Block(kernelsUs, quietMean(wholeUs), before, anchors.sampleUs()));
    }

    private double[] perKernel(List<NodeTiming> timings) {
        int[] matched = names.match(timings);
        Arrays.fill(runtimeNodes, 0);
        double[] us = new double[kernels.size()];
        for (int i = 0; i < matched.length; i++) {
            runtimeNodes[matched[i]]++;
            us[matched[i]] += quietMean(timings.get(i).microsPerRun()) + CUT_OFF_US;
        }
        return us;
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

    int quietBlocks(AnchorLevels levels) {
        return (int) blocks.stream().filter(block -> block.isQuiet(levels)).count();
    }

    boolean isMeasured() {
        return !blocks.isEmpty();
    }

    /** What the profiler adds to each node of the runtime: what the nodes take more than the whole without it. */
    double overheadUs(AnchorLevels levels) {
        List<Block> quiet = quiet(levels);
        double nodesUs = 0;
        for (int i = 0; i < kernels.size(); i++) {
            nodesUs += LatencyStatistics.of(blocksUs(quiet, i, 0), 1).p10Us();
        }
        double wholeUs = sample(levels).latency().p10Us();
        return Math.max(
                0, (nodesUs - wholeUs) / Math.max(1, Arrays.stream(runtimeNodes).sum()));
    }

    private double[] blocksUs(List<Block> quiet, int kernel, double overheadUs) {
        double overheadOfKernelUs = overheadUs * runtimeNodes[kernel];
        return quiet.stream()
                .mapToDouble(block -> block.kernelsUs()[kernel])
                .map(us -> Math.max(SHORTEST_OF_PROFILED * us, us - overheadOfKernelUs))
                .toArray();
    }

    /**
     * Adds what the quiet blocks say of each kernel, one entry an occurrence.
     *
     * @param overheadUs what the profiler adds to each node of the runtime
     */
    void addKernels(
            AnchorLevels levels, double overheadUs, int runsPerBlock, Map<KernelKey, List<LatencyStatistics>> found) {
        List<Block> quiet = quiet(levels);
        for (int i = 0; i < kernels.size(); i++) {
            double[] us = blocksUs(quiet, i, overheadUs);
            found.computeIfAbsent(kernels.get(i).key(), key -> new ArrayList<>())
                    .add(LatencyStatistics.of(us, runsPerBlock));
        }
    }

    NetworkSample sample(AnchorLevels levels) {
        double[] us = quiet(levels).stream().mapToDouble(Block::wholeUs).toArray();
        return NetworkKernels.of(request.name(), precision, kernels).sample(LatencyStatistics.of(us, WHOLE_RUNS));
    }

    /** The blocks that count: those on the quiet machine, or the least slow ones when these are too few. */
    private List<Block> quiet(AnchorLevels levels) {
        return blocks.stream()
                .sorted(Comparator.comparingDouble(block -> block.slowness(levels)))
                .limit(Math.max(FEWEST_BLOCKS, quietBlocks(levels)))
                .map(block -> block.shortened(levels))
                .toList();
    }

    @Override
    public void close() {
        whole.close();
        session.close();
    }
}

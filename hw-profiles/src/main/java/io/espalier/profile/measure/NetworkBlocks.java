package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What was measured of a network: its blocks, each with the time of every kernel, of the whole, and of the anchors. */
final class NetworkBlocks {
    /** With fewer quiet blocks than this, the least slow ones are taken as well. */
    private static final int FEWEST_BLOCKS = 3;

    /** However much the profiler adds, a kernel takes at least this share of what it was seen to take. */
    private static final double SHORTEST_OF_PROFILED = .05;

    private final NetworkKernels network;
    private final List<Kernel> kernels;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * @param nodesOfKernels how many of the runtime's nodes each kernel was
     * @param before how long the anchors took before it, and after
     */
    record Block(double[] kernelsUs, int[] nodesOfKernels, double wholeUs, double[] before, double[] after) {
        boolean isQuiet(AnchorLevels levels) {
            return levels.isQuiet(slowness(levels));
        }

        double slowness(AnchorLevels levels) {
            return (levels.slowness(before) + levels.slowness(after)) / 2;
        }

        /** As long as it would have taken on the quiet machine. */
        Block shortened(AnchorLevels levels) {
            double slowness = slowness(levels);
            double[] shorterUs =
                    Arrays.stream(kernelsUs).map(us -> us / slowness).toArray();
            return new Block(shorterUs, nodesOfKernels, wholeUs / slowness, before, after);
        }

        double kernelUs(int kernel, double overheadUs) {
            double us = kernelsUs[kernel];
            return Math.max(SHORTEST_OF_PROFILED * us, us - overheadUs * nodesOfKernels[kernel]);
        }
    }

    NetworkBlocks(String name, Precision precision, List<Kernel> kernels) {
        network = NetworkKernels.of(name, precision, kernels);
        this.kernels = List.copyOf(kernels);
    }

    Precision precision() {
        return network.precision();
    }

    void add(Block block) {
        blocks.add(block);
    }

    boolean isMeasured() {
        return !blocks.isEmpty();
    }

    int quietBlocks(AnchorLevels levels) {
        return (int) blocks.stream().filter(block -> block.isQuiet(levels)).count();
    }

    /** What the profiler adds to each node of the runtime: what the nodes take more than the whole without it. */
    double overheadUs(AnchorLevels levels) {
        List<Block> quiet = quiet(levels);
        double nodesUs = 0;
        for (int i = 0; i < kernels.size(); i++) {
            nodesUs += LatencyStatistics.of(blocksUs(quiet, i, 0), 1).p10Us();
        }
        double wholeUs = sample(levels).latency().p10Us();
        int nodes = Arrays.stream(quiet.get(0).nodesOfKernels()).sum();
        return Math.max(0, (nodesUs - wholeUs) / Math.max(1, nodes));
    }

    private static double[] blocksUs(List<Block> quiet, int kernel, double overheadUs) {
        return quiet.stream()
                .mapToDouble(block -> block.kernelUs(kernel, overheadUs))
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
            found.computeIfAbsent(kernels.get(i).key(), key -> new ArrayList<>())
                    .add(LatencyStatistics.of(blocksUs(quiet, i, overheadUs), runsPerBlock));
        }
    }

    NetworkSample sample(AnchorLevels levels) {
        double[] us = quiet(levels).stream().mapToDouble(Block::wholeUs).toArray();
        return network.sample(LatencyStatistics.of(us, MeasuredNetwork.WHOLE_RUNS));
    }

    /** The blocks that count: those on the quiet machine, or the least slow ones when these are too few. */
    private List<Block> quiet(AnchorLevels levels) {
        return blocks.stream()
                .sorted(Comparator.comparingDouble(block -> block.slowness(levels)))
                .limit(Math.max(FEWEST_BLOCKS, quietBlocks(levels)))
                .map(block -> block.shortened(levels))
                .toList();
    }
}

package io.espalier.profile.testing;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.runtime.PreparedRun;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * A runtime whose kernels take as long as their whole steps of 16 channels, on a clock that only running moves. Its
 * machine may slow down for a while, and its profiler adds 3 µs to each kernel, as real ones do.
 */
public final class FakeRuntime implements InferenceRuntime {
    private static final double PROFILER_US = 3;

    private final LongUnaryOperator slownessPercentAt;
    private long nanos;
    private int profiled;

    /** @param slownessPercentAt by nanoseconds since the start: 100 when the machine is quiet */
    public FakeRuntime(LongUnaryOperator slownessPercentAt) {
        this.slownessPercentAt = slownessPercentAt;
    }

    /** A machine that is always quiet. */
    public static FakeRuntime quiet() {
        return new FakeRuntime(now -> 100);
    }

    /** Two convolutions of these widths behind a stem, and a classifier. */
    public static NetworkRequest network(int first, int second) {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 32, 32), 3, 16, 3, 1, 1));
        String one = net.relu(net.convolution("one", stem, 16, first, 3, 1, 1));
        String two = net.relu(net.convolution("two", one, first, second, 3, 1, 1));
        Model model = net.build(net.classifier(two, second, 10));
        return new NetworkRequest(first + "-" + second, model.graph(), () -> model);
    }

    /** What a kernel takes on the quiet machine. */
    public static double kernelUs(KernelKey key) {
        return 1 + key.size().product() * steps(key.inChannels()) * steps(key.outChannels()) / 100.0;
    }

    /** What a network takes on the quiet machine. */
    public static double networkUs(Model model) {
        return Kernels.of(model.graph(), Precision.FP32).stream()
                .mapToDouble(kernel -> kernelUs(kernel.key()))
                .sum();
    }

    private static long steps(int width) {
        return (width + 15) / 16;
    }

    /** The runtime's clock. */
    public long nanoTime() {
        return nanos;
    }

    /** How many times a network was profiled. */
    public int profiled() {
        return profiled;
    }

    private double pass(double quietUs) {
        double us = quietUs * slownessPercentAt.applyAsLong(nanos) / 100;
        nanos += Math.round(us * 1000);
        return us;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String version() {
        return "1.0";
    }

    @Override
    public InferenceSession open(Model model, SessionOptions options) {
        return new Session(model);
    }

    @Override
    public InferenceSession open(Path onnxFile, SessionOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<NodeTiming> profile(Model model, Map<String, Tensor> feeds, int threads, int warmup, int runs) {
        profiled++;
        List<Kernel> kernels = Kernels.of(model.graph(), Precision.FP32);
        double[][] us = new double[kernels.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < us.length; i++) {
                us[i][run] = Math.floor(pass(kernelUs(kernels.get(i).key()) + PROFILER_US));
            }
        }
        List<NodeTiming> timings = new ArrayList<>();
        for (int i = 0; i < us.length; i++) {
            timings.add(new NodeTiming(kernels.get(i).node() + "_nchwc", "Conv", Arrays.copyOf(us[i], runs)));
        }
        return timings;
    }

    private final class Session implements InferenceSession {
        private final Model model;

        Session(Model model) {
            this.model = model;
        }

        @Override
        public List<GraphValue> inputs() {
            return model.graph().inputs();
        }

        @Override
        public List<GraphValue> outputs() {
            return model.graph().outputs();
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> feeds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, Tensor> run(Map<String, Tensor> feeds, Set<String> wantedOutputs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PreparedRun prepare(Map<String, Tensor> feeds) {
            double us = networkUs(model);
            return new PreparedRun() {
                @Override
                public void run() {
                    pass(us);
                }

                @Override
                public void warm(LongSupplier nanoTime) {
                    run();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}

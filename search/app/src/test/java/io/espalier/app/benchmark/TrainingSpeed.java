package io.espalier.app.benchmark;

import io.espalier.training.CrossEntropy;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.model.MobileNetV2;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.model.ShuffleNetV2;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Times training steps by every engine through its port, beside PyTorch in Python, in short blocks in turn, alone and with
 * a process busy on one core. The lower quartile of the blocks counts; the spread is that from the fastest block to the
 * upper quartile. Run by {@code benchmarks/training-speed}.
 */
final class TrainingSpeed {
    private static final int BATCH = 64;
    private static final int STEPS = 8;
    private static final int WARM_UP = 3;
    private static final int QUARTER = 4;
    private static final double NANOS_PER_MS = 1e6;

    private final int threads;
    private final int blocks;
    private final PrintStream out;
    private final List<TrainingEngine> engines = Engines.all();
    private final @Nullable PythonTrainings python;

    private TrainingSpeed(int threads, int blocks, @Nullable PythonTrainings python, PrintStream out) {
        this.threads = threads;
        this.blocks = blocks;
        this.python = python;
        this.out = out;
    }

    /** @param arguments threads; blocks; the script; maybe a Python that can import torch */
    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(arguments[0]);
        int blocks = Integer.parseInt(arguments[1]);
        try (PythonTrainings python =
                arguments.length > 3 ? new PythonTrainings(arguments[3], arguments[2], threads) : null) {
            new TrainingSpeed(threads, blocks, python, System.out).run();
        }
    }

    private void run() throws IOException {
        Map<String, Model> networks = new LinkedHashMap<>();
        networks.put("resnet20", ResNet.cifar(3, 10).initialized(1));
        networks.put("mobilenetv2", MobileNetV2.cifar(10).initialized(1));
        networks.put("shufflenetv2", ShuffleNetV2.cifar(10).initialized(1));
        out.printf(
                "%d threads, batch %d, %d blocks of %d steps; %s%s%n%n",
                threads,
                BATCH,
                blocks,
                STEPS,
                engines.stream().map(one -> one.name() + ' ' + one.version()).toList(),
                python == null ? "" : ", PyTorch " + python.version());
        out.println("| network | beside | by | ms a step | fastest to upper quartile | of PyTorch NCHW |");
        out.println("|---|---|---|---|---|---|");
        for (Map.Entry<String, Model> network : networks.entrySet()) {
            requireSame(network.getKey(), network.getValue().graph());
            table(network.getKey(), network.getValue(), "nothing");
            Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
            try {
                table(network.getKey(), network.getValue(), "a busy process");
            } finally {
                busy.destroy();
            }
        }
    }

    private void requireSame(String network, ModelGraph graph) throws IOException {
        long own = Parameters.of(graph);
        if (python != null && python.parameters(network) != own) {
            throw new IllegalStateException(
                    "%s has %d weights here and %d in Python.".formatted(network, own, python.parameters(network)));
        }
    }

    private void table(String network, Model model, String beside) throws IOException {
        Map<String, double[]> times = new LinkedHashMap<>();
        // Compiled by its virtual machine before it counts.
        engines.forEach(engine -> millis(engine, model));
        for (int block = 0; block < blocks; block++) {
            for (TrainingEngine engine : engines) {
                times.computeIfAbsent(engine.name(), name -> new double[blocks])[block] = millis(engine, model);
            }
            if (python != null) {
                for (String layout : List.of("nchw", "nhwc")) {
                    times.computeIfAbsent("PyTorch " + layout, name -> new double[blocks])[block] =
                            python.millis(network, layout, STEPS);
                }
            }
        }
        times.values().forEach(Arrays::sort);
        double[] reference = times.get("PyTorch nchw");
        times.forEach((name, all) -> out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.1f | %.1f to %.1f | %s |%n",
                network,
                beside,
                name,
                all[blocks / QUARTER],
                all[0],
                all[blocks - 1 - blocks / QUARTER],
                reference == null
                        ? "–"
                        : String.format(Locale.ROOT, "%.2f", all[blocks / QUARTER] / reference[blocks / QUARTER])));
        out.flush();
    }

    /** Of a step, those to warm up not counted. */
    private double millis(TrainingEngine engine, Model model) {
        List<Long> ends = new ArrayList<>();
        TrainingListener clock = (step, steps, loss) -> ends.add(System.nanoTime());
        String output = model.graph().outputs().get(0).name();
        Schedule schedule = Schedule.fineTuning(WARM_UP + STEPS);
        engine.train(
                new TrainingRequest(model, new OneBatch(model.graph()), CrossEntropy.of(output), schedule, 1, threads),
                clock);
        return (ends.get(ends.size() - 1) - ends.get(WARM_UP - 1)) / NANOS_PER_MS / STEPS;
    }

    /** The same batch again and again: what images cost is not timed. */
    private static final class OneBatch implements TrainingBatches {
        private final TrainingBatch batch;

        private OneBatch(ModelGraph graph) {
            SplittableRandom random = new SplittableRandom(1);
            float[] images = new float[BATCH * 3 * 32 * 32];
            for (int i = 0; i < images.length; i++) {
                images[i] = (float) (2 * random.nextDouble() - 1);
            }
            long[] labels = LongStream.range(0, BATCH).map(i -> i * 7 % 10).toArray();
            batch = new TrainingBatch(
                    Longs.repeat(0, BATCH),
                    Longs.repeat(0, BATCH),
                    Map.of(graph.inputs().get(0).name(), Tensor.ofFloats(Longs.of(BATCH, 3, 32, 32), images)),
                    Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(BATCH), labels)));
        }

        @Override
        public int batchSize() {
            return BATCH;
        }

        @Override
        public void requireFit(ModelGraph graph) {
            // It was made for it.
        }

        @Override
        public TrainingBatch batch(int step) {
            return batch;
        }
    }
}

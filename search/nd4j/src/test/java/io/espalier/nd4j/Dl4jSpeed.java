package io.espalier.nd4j;

import io.espalier.training.CrossEntropy;
import io.espalier.training.Descent;
import io.espalier.training.Loss;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingBatch;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.weights.Model;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * Times a training step of ResNet-20 (batch 64, 3×32×32): our tape beside DL4J's ComputationGraph of the same network
 * with the same weights and data. Run by {@code benchmarks/training-dl4j}; not a test, because times are not.
 *
 * <p>Protocol: three steps of each to warm up, then short blocks in turn; the fastest block counts, because whatever
 * else runs on the machine only ever adds.
 */
final class Dl4jSpeed {
    private static final int BATCH = 64;
    private static final int OUR_STEPS = 10;
    private static final int WARM_UP = 3;
    private static final double NANOS_PER_MS = 1e6;

    private final Model model = ResNet.cifar(3, 10).initialized(1);
    private final float[] images = Gradients.images(BATCH * 3 * 32 * 32, 2);
    private final int[] labels = Gradients.labels(BATCH, 10);
    private final TrainingBatch batch = Gradients.batch(model, images, labels);
    private final Loss loss = CrossEntropy.of(model.graph().outputs().get(0).name());
    private final Descent descent = new Descent(Schedule.fineTuning(10_000));
    private int steps;

    private Dl4jSpeed() {}

    /** @param arguments threads (2), blocks (5) */
    public static void main(String[] arguments) {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        int blocks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        new Dl4jSpeed().run(threads, blocks, System.out);
    }

    private void run(int threads, int blocks, PrintStream out) {
        Natives.load();
        Natives.limitThreads(threads);
        double[] ours = new double[blocks];
        double[] theirs = new double[blocks];
        Dl4jNetwork dl4j = new Dl4jNetwork(model);
        try (Tape tape = new Tape(
                TapePlanner.plan(model.graph(), BATCH), model.weights(), threads, BatchNorm.Statistics.OF_BATCH)) {
            time(WARM_UP, () -> step(tape));
            time(WARM_UP, () -> dl4j.train(images, labels));
            for (int block = 0; block < blocks; block++) {
                ours[block] = time(OUR_STEPS, () -> step(tape));
                theirs[block] = time(1, () -> dl4j.train(images, labels));
                out.printf("block %d: Espalier %.1f ms a step, DL4J %.1f ms%n", block + 1, ours[block], theirs[block]);
            }
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        out.printf(
                "ND4J %s, ResNet-20, batch %d, %d threads, fastest (median) of %d blocks, ms a step:%n",
                Natives.version(), BATCH, threads, blocks);
        out.printf("Espalier's tape          %8.1f (%.1f)%n", ours[0], ours[blocks / 2]);
        out.printf("DL4J's ComputationGraph  %8.1f (%.1f)%n", theirs[0], theirs[blocks / 2]);
        out.printf(
                "ratio                    %8.1f (%.1f)%n", theirs[0] / ours[0], theirs[blocks / 2] / ours[blocks / 2]);
    }

    private void step(Tape tape) {
        tape.backward(loss.of(tape.forward(batch.inputs()), batch).gradients());
        descent.update(tape.weights(), steps++);
    }

    /** Milliseconds of one of {@code count} steps. */
    private static double time(int count, Runnable step) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            step.run();
        }
        return (System.nanoTime() - start) / NANOS_PER_MS / count;
    }
}

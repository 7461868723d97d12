package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CIFAR-10 from the samples, as the trained models there want it. */
public final class CifarImages {
    private static final int PIXELS = 32 * 32;
    private static final int RECORD = 1 + 3 * PIXELS;

    private final byte[] records;
    private final double[] mean;
    private final double[] std;

    private CifarImages(byte[] records, double[] mean, double[] std) {
        this.records = records;
        this.mean = mean;
        this.std = std;
    }

    /** @param file a file of {@code data/cifar10}; the running test is skipped when it is missing */
    public static CifarImages of(String file, double[] mean, double[] std) {
        try {
            return new CifarImages(Files.readAllBytes(SharedFiles.path("data/cifar10/" + file)), mean, std);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first {@code count} batches of {@code size}, for the input named {@code input}. */
    public List<Map<String, Tensor>> batches(int count, int size) {
        List<Map<String, Tensor>> batches = new ArrayList<>();
        for (int batch = 0; batch < count; batch++) {
            float[] values = new float[size * 3 * PIXELS];
            for (int i = 0; i < values.length; i++) {
                int image = batch * size + i / (3 * PIXELS);
                int place = i % (3 * PIXELS);
                int channel = place / PIXELS;
                int pixel = records[image * RECORD + 1 + place] & 0xff;
                values[i] = (float) ((pixel / 255.0 - mean[channel]) / std[channel]);
            }
            batches.add(Map.of("input", Tensor.ofFloats(Longs.of(size, 3, 32, 32), values)));
        }
        return batches;
    }

    /** Share of the images of {@link #batches} that a network with one output classifies correctly. */
    public double accuracy(InferenceSession session, int count, int size) {
        int correct = 0;
        List<Map<String, Tensor>> batches = batches(count, size);
        for (int batch = 0; batch < count; batch++) {
            float[] logits =
                    session.run(batches.get(batch)).values().iterator().next().floats();
            for (int image = 0; image < size; image++) {
                int best = 0;
                for (int label = 1; label < 10; label++) {
                    best = logits[image * 10 + label] > logits[image * 10 + best] ? label : best;
                }
                correct += records[(batch * size + image) * RECORD] == best ? 1 : 0;
            }
        }
        return correct / (double) (count * size);
    }
}

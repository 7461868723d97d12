package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.testing.SharedFiles;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The published data against facts that are published with it. */
class SampleDataIT {

    @Test
    void cifar10HasItsKnownFirstImageClassesAndMeans() {
        Dataset data = Datasets.of(Map.of()).open("cifar10:" + SharedFiles.path("data/cifar10"));
        assertThat(data.classes())
                .containsExactly(
                        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        assertThat(data.train().size()).isEqualTo(50_000);
        assertThat(data.test().size()).isEqualTo(10_000);
        float[] pixels = new float[3072];
        data.train().pixels(0, pixels);
        assertThat(data.classes().get(data.train().label(0))).isEqualTo("frog");
        assertThat(pixels).startsWith(59, 43, 50);
        assertThat(frequencies(data.train())).containsOnly(5_000);
        assertThat(frequencies(data.test())).containsOnly(1_000);
        assertThat(means(data.train())).containsExactly(new double[] {0.4914, 0.4822, 0.4465}, within(5e-5));
    }

    @Test
    void fashionMnistHasItsKnownFirstImageClassesAndMean() {
        Dataset data = Datasets.of(Map.of()).open("fashion-mnist:" + SharedFiles.path("data/fashion-mnist"));
        assertThat(data.train().size()).isEqualTo(60_000);
        assertThat(data.test().size()).isEqualTo(10_000);
        assertThat(data.classes().get(data.train().label(0))).isEqualTo("Ankle boot");
        assertThat(frequencies(data.train())).containsOnly(6_000);
        assertThat(frequencies(data.test())).containsOnly(1_000);
        assertThat(means(data.train())).containsExactly(new double[] {0.2860}, within(5e-5));
    }

    private static int[] frequencies(ImageSet images) {
        int[] counts = new int[images.classes()];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }

    /** Mean pixel of each channel, 0 to 1. */
    private static double[] means(ImageSet images) {
        ImageShape shape = images.shape();
        double[] sums = new double[shape.channels()];
        float[] pixels = new float[shape.elements()];
        int plane = shape.height() * shape.width();
        for (int i = 0; i < images.size(); i++) {
            images.pixels(i, pixels);
            for (int at = 0; at < pixels.length; at++) {
                sums[at / plane] += pixels[at];
            }
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] /= 255.0 * plane * images.size();
        }
        return sums;
    }
}

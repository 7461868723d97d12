package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ShapesDatasetTest {
    private final Dataset shapes = ShapesDataset.of(ShapesDataset.DEFAULT_SEED);

    @Test
    void hasTenClassesThatAreEquallyFrequentInEverySlice() {
        assertThat(shapes.classes())
                .containsExactly(
                        "circle",
                        "ring",
                        "square",
                        "frame",
                        "triangle",
                        "cross",
                        "star",
                        "crescent",
                        "bar",
                        "half-disc");
        assertThat(shapes.train().size()).isEqualTo(20_000);
        assertThat(shapes.test().size()).isEqualTo(5_000);
        assertThat(frequencies(shapes.train())).containsOnly(2_000);
        assertThat(frequencies(shapes.test())).containsOnly(500);
        assertThat(frequencies(SliceSpec.parse("train[9::10]").of(shapes)))
                .allSatisfy(count -> assertThat(count).isBetween(150, 250));
    }

    @Test
    void anImageDependsOnItsIndexOnly() {
        Dataset again = ShapesDataset.of(ShapesDataset.DEFAULT_SEED);
        float[] backwards = new float[3072];
        float[] forwards = new float[3072];
        for (int i = 20; i >= 0; i--) {
            again.train().pixels(i, backwards);
        }
        shapes.train().pixels(0, forwards);
        assertThat(forwards).isEqualTo(backwards);
        shapes.test().pixels(0, forwards);
        assertThat(forwards).isNotEqualTo(backwards);
        ShapesDataset.of(1).train().pixels(0, forwards);
        assertThat(forwards).isNotEqualTo(backwards);
    }

    /** Trained models depend on these very pixels: when this fails, the built-in model must be trained again. */
    @Test
    void neverChanges() {
        assertThat(checksum(shapes.train().sample(300, 1))).isEqualTo(TRAIN_CHECKSUM);
        assertThat(checksum(shapes.test().sample(300, 1))).isEqualTo(TEST_CHECKSUM);
    }

    private static final long TRAIN_CHECKSUM = 3_063_068_664L;
    private static final long TEST_CHECKSUM = 1_455_768_452L;

    private static long checksum(ImageSet images) {
        CRC32 checksum = new CRC32();
        float[] pixels = new float[3072];
        for (int i = 0; i < images.size(); i++) {
            checksum.update(images.label(i));
            images.pixels(i, pixels);
            for (float pixel : pixels) {
                checksum.update((int) pixel);
            }
        }
        return checksum.getValue();
    }

    private static Integer[] frequencies(ImageSet images) {
        Integer[] counts = new Integer[images.classes()];
        Arrays.fill(counts, 0);
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }
}

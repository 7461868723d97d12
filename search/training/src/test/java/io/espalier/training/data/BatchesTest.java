package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final PixelNormalization AS_IS = new PixelNormalization(1, List.of(0.0), List.of(1.0));

    @Test
    void imagesComeInOrderAndTheLastBatchIsSmaller() {
        Batches batches = Batches.of(new ImageExamples("x", new NumberedImages(0, 5, 3), AS_IS), 2);
        for (Batches each : List.of(batches, batches.held())) {
            List<Batch> all = new ArrayList<>();
            each.forEach(all::add);
            assertThat(all).extracting(Batch::size).containsExactly(2, 2, 1);
            Tensor images = all.get(1).inputs().get("x");
            assertThat(images.shape()).isEqualTo(Longs.of(2, 1, 1, 1));
            assertThat(images.floats()).containsExactly(2, 3);
            assertThat(all.get(1).target(Examples.LABELS).longs()).containsExactly(2, 0);
            assertThat(each.feeds())
                    .hasSize(3)
                    .allSatisfy(feed -> assertThat(feed).containsOnlyKeys("x"));
        }
    }

    @Test
    void normalizesEachChannel() {
        PixelNormalization normalization = PixelNormalization.parse("0.5, 0.25,0", "0.5,0.25,1");
        float[] values = {255, 0, 255, 0, 51, 255};
        normalization.apply(values, 0, new ImageShape(3, 1, 2));
        assertThat(values).containsExactly(new float[] {1, -1, 3, -1, 0.2f, 1}, within(1e-6f));
    }

    @Test
    void oneNumberIsForAllChannels() {
        float[] values = {255, 0, 51};
        PixelNormalization.ZERO_TO_ONE.apply(values, 0, new ImageShape(3, 1, 1));
        assertThat(values).containsExactly(new float[] {1, 0, 0.2f}, within(1e-6f));
    }

    @Test
    void rejectsANormalizationOfOtherChannels() {
        assertThatThrownBy(() ->
                        PixelNormalization.parse("1,2,3", "1,2,3").apply(new float[4], 0, new ImageShape(1, 2, 2)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("""
                        The normalization has 3 channels (mean [1.0, 2.0, 3.0], std [1.0, 2.0, 3.0]), but the images \
                        are 1×2×2.
                        Maybe the model card or --mean and --std belong to other images.""");
        assertThatThrownBy(() -> PixelNormalization.parse("1;2", "1")).hasMessageStartingWith("The --mean (1;2) is");
        assertThatThrownBy(() -> PixelNormalization.parse("1", "0")).hasMessage("The std ([0.0]) must be above 0.");
    }

    @Test
    void aSampleDependsOnTheSeedAndTheSizeOnly() {
        ImageSet images = new NumberedImages(0, 100, 2);
        List<Integer> sample = NumberedImages.numbers(images.sample(10, 7));
        assertThat(sample).doesNotHaveDuplicates().hasSize(10);
        assertThat(NumberedImages.numbers(images.sample(20, 7))).startsWith(sample.toArray(Integer[]::new));
        assertThat(NumberedImages.numbers(images.sample(10, 8))).isNotEqualTo(sample);
        assertThat(images.sample(100, 7)).isSameAs(images);
    }
}

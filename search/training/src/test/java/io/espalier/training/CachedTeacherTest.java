package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.training.data.Augmentation;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.testing.BlotImages;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedTeacherTest {
    private static final int ELEMENTS = 3 * 8 * 8;

    private final List<Integer> batches = new ArrayList<>();
    private final AugmentedImages images =
            new AugmentedImages(new BlotImages(30, 1), PixelNormalization.ZERO_TO_ONE, new Augmentation(true, 1));
    private final CachedTeacher teacher = new CachedTeacher(images, 2, this::sums);

    /** Two logits an image: the sum of its pixels, and twice that. */
    private Tensor sums(Tensor batch) {
        int count = batch.shape().intAt(0);
        batches.add(count);
        float[] pixels = batch.floats();
        float[] logits = new float[2 * count];
        for (int i = 0; i < count * ELEMENTS; i++) {
            logits[2 * (i / ELEMENTS)] += pixels[i];
            logits[2 * (i / ELEMENTS) + 1] += 2 * pixels[i];
        }
        return Tensor.ofFloats(Longs.of(count, 2), logits);
    }

    @Test
    void aViewIsComputedOnce() {
        float[] first = new float[6];
        float[] second = new float[6];
        teacher.logits(new int[] {4, 9, 4}, new int[] {0, 17, 0}, first);
        teacher.logits(new int[] {9, 4, 9}, new int[] {17, 0, 17}, second);

        assertThat(batches).containsExactly(16);
        assertThat(second).containsExactly(first[2], first[3], first[0], first[1], first[2], first[3]);
    }

    @Test
    void logitsAreThoseOfTheView() {
        float[] expected = new float[ELEMENTS];
        images.write(new int[] {7}, new int[] {3}, 1, expected);
        float sum = 0;
        for (float pixel : expected) {
            sum += pixel;
        }
        float[] logits = new float[2];
        teacher.logits(new int[] {7}, new int[] {3}, logits);

        assertThat(logits).containsExactly(sum, 2 * sum);
    }

    @Test
    void onlyWhatIsMissingIsAskedFor() {
        int[] many = new int[20];
        int[] views = new int[20];
        for (int i = 0; i < 20; i++) {
            many[i] = i;
        }
        teacher.logits(many, views, new float[40]);
        views[3] = 1;
        teacher.logits(many, views, new float[40]);

        assertThat(batches).containsExactly(32, 16);
    }
}

package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    private static float[] view(Augmentation augmentation, int view) {
        float[] target = new float[10];
        augmentation.apply(view, IMAGE, 3, 3, new float[] {-1}, target, 1);
        return Arrays.copyOfRange(target, 1, 10);
    }

    @Test
    void withoutAugmentationThereIsOneViewTheImageItself() {
        assertThat(Augmentation.none().views()).isEqualTo(1);
        assertThat(view(Augmentation.none(), 0)).containsExactly(IMAGE);
    }

    @Test
    void imagesAreMirroredLeftToRight() {
        Augmentation flip = new Augmentation(true, 0, 0);

        assertThat(flip.views()).isEqualTo(2);
        assertThat(view(flip, 0)).containsExactly(IMAGE);
        assertThat(view(flip, 1)).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
    }

    @Test
    void shiftedImagesAreFilledUp() {
        Augmentation shift = new Augmentation(false, 1, 0);

        assertThat(shift.views()).isEqualTo(9);
        assertThat(view(shift, 0)).containsExactly(5, 6, -1, 8, 9, -1, -1, -1, -1);
        assertThat(view(shift, 4)).containsExactly(IMAGE);
        assertThat(view(shift, 5)).containsExactly(-1, 1, 2, -1, 4, 5, -1, 7, 8);
    }

    @Test
    void allViewsDiffer() {
        Augmentation all = new Augmentation(true, 1, 0);
        Set<String> views = new HashSet<>();
        for (int view = 0; view < all.views(); view++) {
            views.add(Arrays.toString(view(all, view)));
        }

        assertThat(views).hasSize(18);
    }
}

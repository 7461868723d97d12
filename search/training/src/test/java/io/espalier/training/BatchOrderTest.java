package io.espalier.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchOrderTest {

    @Test
    void everyImageComesOnceARound() {
        BatchOrder order = new BatchOrder(10, 4, 18, 5);
        int[] counts = new int[10];
        int[] images = new int[4];
        int[] views = new int[4];
        for (int step = 0; step < 5; step++) {
            order.batch(step, images, views);
            for (int i = 0; i < 4; i++) {
                counts[images[i]]++;
                assertThat(views[i]).isBetween(0, 17);
            }
        }

        assertThat(counts).containsOnly(2);
    }

    @Test
    void aBatchDependsOnSeedAndStepAlone() {
        int[] images = new int[4];
        int[] views = new int[4];
        new BatchOrder(10, 4, 18, 5).batch(7, images, views);
        BatchOrder other = new BatchOrder(10, 4, 18, 5);
        int[] sameImages = new int[4];
        int[] sameViews = new int[4];
        other.batch(0, sameImages, sameViews);
        other.batch(7, sameImages, sameViews);

        assertThat(sameImages).isEqualTo(images);
        assertThat(sameViews).isEqualTo(views);
        new BatchOrder(10, 4, 18, 6).batch(7, sameImages, sameViews);
        assertThat(sameImages).isNotEqualTo(images);
    }
}

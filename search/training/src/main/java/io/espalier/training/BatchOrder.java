package io.espalier.training;

import java.util.SplittableRandom;

/**
 * Which images, in which views, make a batch: one permutation of the images after the other, batches running over their
 * ends, and views drawn independently. Depends on its four numbers alone. Not thread-safe.
 */
public final class BatchOrder {
    private static final long VIEWS = 0x5649455753L;

    private final int images;
    private final int batchSize;
    private final int views;
    private final long seed;
    private int[] permutation = new int[0];
    private long permutationRound = -1;

    /**
     * @param images number of images, 1 or more
     * @param views number of views an image
     */
    public BatchOrder(int images, int batchSize, int views, long seed) {
        if (images < 1 || batchSize < 1 || views < 1) {
            throw new IllegalArgumentException(
                    "The images (%d), the batch size (%d) and the views (%d) must be 1 or more."
                            .formatted(images, batchSize, views));
        }
        this.images = images;
        this.batchSize = batchSize;
        this.views = views;
        this.seed = seed;
    }

    /**
     * Writes the batch of one step.
     *
     * @param step 0 for the first
     * @param imageIndices receives an image index for each place of the batch
     * @param viewNumbers receives the view of each
     */
    public void batch(int step, int[] imageIndices, int[] viewNumbers) {
        long first = (long) step * batchSize;
        SplittableRandom random = new SplittableRandom(seed ^ VIEWS + first);
        for (int i = 0; i < batchSize; i++) {
            imageIndices[i] = image(first + i);
            viewNumbers[i] = random.nextInt(views);
        }
    }

    private int image(long place) {
        long round = place / images;
        if (round != permutationRound) {
            permutation = permute(new SplittableRandom(seed + round));
            permutationRound = round;
        }
        return permutation[(int) (place % images)];
    }

    private int[] permute(SplittableRandom random) {
        int[] order = new int[images];
        for (int i = 0; i < images; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}

package io.espalier.training.data;

import java.util.Arrays;

/**
 * A fixed, numbered set of views of an image: mirrored or not, times a 3×3 grid of shifts. Because the views can be
 * counted, the logits of a teacher can be cached per image and view (techniques.md, section 8). Thread-safe.
 *
 * @param flip whether mirrored views (left and right exchanged) are in the set
 * @param shift the grid's step in pixels: images move by −shift, 0 or +shift on either axis; 0: they stay in place
 */
public record Augmentation(boolean flip, int shift) {
    private static final int GRID = 3;

    public Augmentation {
        if (shift < 0) {
            throw new IllegalArgumentException("The shift (%d px) must be 0 or more.".formatted(shift));
        }
    }

    /** The image as it is, alone. */
    public static Augmentation none() {
        return new Augmentation(false, 0);
    }

    /** 18 views. The spread of their shifts is that of a random crop of 32 px out of 40 px. */
    public static Augmentation flipAndShift() {
        return new Augmentation(true, 3);
    }

    /** How many views an image has: 1, 2, 9 or 18. */
    public int views() {
        return (flip ? 2 : 1) * (shift > 0 ? GRID * GRID : 1);
    }

    /**
     * Writes view number {@code view} of an image.
     *
     * @param view 0 to {@code views() - 1}; 0 need not be the image as it is
     * @param source channels × height × width, row-major
     * @param fill per channel, what a shift draws in from outside
     * @param target as {@code source}, from {@code offset} on
     */
    public void apply(int view, float[] source, int height, int width, float[] fill, float[] target, int offset) {
        if (view < 0 || view >= views()) {
            throw new IllegalArgumentException("The view (%d) must be 0 to %d.".formatted(view, views() - 1));
        }
        boolean mirrored = flip && view % 2 == 1;
        int place = flip ? view / 2 : view;
        int down = shift > 0 ? (place / GRID - 1) * shift : 0;
        int right = shift > 0 ? (place % GRID - 1) * shift : 0;
        for (int channel = 0; channel < fill.length; channel++) {
            for (int y = 0; y < height; y++) {
                int to = offset + (channel * height + y) * width;
                int sourceY = y - down;
                if (sourceY < 0 || sourceY >= height) {
                    Arrays.fill(target, to, to + width, fill[channel]);
                    continue;
                }
                int from = (channel * height + sourceY) * width;
                for (int x = 0; x < width; x++) {
                    int sourceX = (mirrored ? width - 1 - x : x) - right;
                    target[to + x] = sourceX < 0 || sourceX >= width ? fill[channel] : source[from + sourceX];
                }
            }
        }
    }
}

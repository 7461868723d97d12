package io.espalier.training.data;

import java.util.Arrays;

/**
 * A fixed, numbered set of views of an image: mirrored or not, times a 3×3 grid of shifts, times an 8×8 grid of holes.
 * Because the views can be counted, what a teacher says of them can be cached per image and view (techniques.md, section
 * 8). Thread-safe.
 *
 * @param flip whether mirrored views (left and right exchanged) are in the set
 * @param shift the grid's step in pixels: images move by −shift, 0 or +shift on either axis; 0: they stay in place
 * @param hole side in pixels of a square that is blotted out, as far as it lies inside (DeVries and Taylor, "Improved
 *     Regularization of Convolutional Neural Networks with Cutout", 2017); 0: none
 */
public record Augmentation(boolean flip, int shift, int hole) {
    private static final int GRID = 3;
    private static final int HOLES = 8;

    public Augmentation {
        if (shift < 0 || hole < 0) {
            throw new IllegalArgumentException(
                    "The shift (%d px) and the hole (%d px) must be 0 or more.".formatted(shift, hole));
        }
    }

    /** The image as it is, alone. */
    public static Augmentation none() {
        return new Augmentation(false, 0, 0);
    }

    /** 18 views. The spread of their shifts is that of a random crop of 32 px out of 40 px. */
    public static Augmentation flipAndShift() {
        return new Augmentation(true, 3, 0);
    }

    /** With a hole of this side. */
    public Augmentation withHole(int side) {
        return new Augmentation(flip, shift, side);
    }

    /** How many views an image has: 1, 2, 9 or 18, times 64 with a hole. */
    public int views() {
        return (flip ? 2 : 1) * (shift > 0 ? GRID * GRID : 1) * (hole > 0 ? HOLES * HOLES : 1);
    }

    /**
     * Writes view number {@code view} of an image.
     *
     * @param view 0 to {@code views() - 1}; 0 need not be the image as it is
     * @param source channels × height × width, row-major
     * @param fill per channel, what a shift draws in from outside, and what is in a hole
     * @param target as {@code source}, from {@code offset} on
     */
    public void apply(int view, float[] source, int height, int width, float[] fill, float[] target, int offset) {
        if (view < 0 || view >= views()) {
            throw new IllegalArgumentException("The view (%d) must be 0 to %d.".formatted(view, views() - 1));
        }
        boolean mirrored = flip && view % 2 == 1;
        int place = flip ? view / 2 : view;
        int down = shift > 0 ? (place % (GRID * GRID) / GRID - 1) * shift : 0;
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
        if (hole > 0) {
            int number = shift > 0 ? place / (GRID * GRID) : place;
            blot(number, height, width, fill, target, offset);
        }
    }

    /** The centres of the holes lie on a grid over the image. */
    private void blot(int number, int height, int width, float[] fill, float[] target, int offset) {
        int top = (2 * (number / HOLES) + 1) * height / (2 * HOLES) - hole / 2;
        int left = (2 * (number % HOLES) + 1) * width / (2 * HOLES) - hole / 2;
        int fromX = Math.max(0, left);
        int toX = Math.min(width, left + hole);
        for (int channel = 0; channel < fill.length; channel++) {
            for (int y = Math.max(0, top); y < Math.min(height, top + hole); y++) {
                int row = offset + (channel * height + y) * width;
                Arrays.fill(target, row + fromX, row + Math.max(fromX, toX), fill[channel]);
            }
        }
    }
}

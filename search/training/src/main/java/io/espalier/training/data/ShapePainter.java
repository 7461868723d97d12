package io.espalier.training.data;

/**
 * Paints one image of {@link ShapesDataset}: a background of a gradient, blotches and noise, some strokes and dots that
 * mean nothing, and the figure, in random colours, place, size and angle. Only the figure's form tells its class. The
 * arithmetic is exact on every platform: sums, products and square roots of doubles, {@link StrictMath} for angles.
 */
final class ShapePainter {
    static final int SIZE = 32;
    private static final int CHANNELS = 3;
    private static final int PLANE = SIZE * SIZE;
    private static final int BLOTCHES = 5;
    private static final double MIN_CONTRAST = 100;
    private static final double FULL_TURN = 2 * Math.PI;

    private final SplitMix random;
    private final double[] image = new double[CHANNELS * PLANE];

    ShapePainter(SplitMix random) {
        this.random = random;
    }

    /** Something that covers a pixel by a share of 0 to 1. */
    @FunctionalInterface
    private interface Cover {
        double at(double x, double y);
    }

    /** The image of {@code kind}: {@code 3×32×32} unsigned bytes, channels first. */
    byte[] paint(ShapeKind kind) {
        double[] ground = {random.between(0, 255), random.between(0, 255), random.between(0, 255)};
        paintBackground(ground);
        int distractors = random.below(4);
        for (int i = 0; i < distractors; i++) {
            paintDistractor();
        }
        paintFigure(kind, contrasting(ground));
        if (random.below(2) == 0) {
            blend(stroke(random.between(0.4, 0.9)), colour(), 0);
        }
        return withNoise(random.between(5, 30));
    }

    private double[] colour() {
        return new double[] {random.between(0, 255), random.between(0, 255), random.between(0, 255)};
    }

    private double[] contrasting(double[] ground) {
        while (true) {
            double[] colour = colour();
            double squared = 0;
            for (int c = 0; c < CHANNELS; c++) {
                squared += (colour[c] - ground[c]) * (colour[c] - ground[c]);
            }
            if (squared >= MIN_CONTRAST * MIN_CONTRAST) {
                return colour;
            }
        }
    }

    private void paintBackground(double[] ground) {
        for (int c = 0; c < CHANNELS; c++) {
            double slopeX = random.between(-60, 60);
            double slopeY = random.between(-60, 60);
            double strength = random.between(0, 45);
            double[] blotches = new double[BLOTCHES * BLOTCHES];
            for (int i = 0; i < blotches.length; i++) {
                blotches[i] = random.between(-strength, strength);
            }
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    double across = (double) x / SIZE;
                    double down = (double) y / SIZE;
                    image[c * PLANE + y * SIZE + x] = ground[c]
                            + slopeX * (across - 0.5)
                            + slopeY * (down - 0.5)
                            + between(blotches, across * (BLOTCHES - 1), down * (BLOTCHES - 1));
                }
            }
        }
    }

    /** Bilinear interpolation in a grid of {@link #BLOTCHES} columns. */
    private static double between(double[] grid, double x, double y) {
        int left = (int) x;
        int top = (int) y;
        double right = x - left;
        double bottom = y - top;
        int at = top * BLOTCHES + left;
        double upper = grid[at] * (1 - right) + grid[at + 1] * right;
        double lower = grid[at + BLOTCHES] * (1 - right) + grid[at + BLOTCHES + 1] * right;
        return upper * (1 - bottom) + lower * bottom;
    }

    private void paintDistractor() {
        if (random.below(2) == 0) {
            blend(stroke(random.between(0.5, 1.2)), colour(), 0);
            return;
        }
        double radius = random.between(1, 2.5);
        double centreX = random.between(0, SIZE);
        double centreY = random.between(0, SIZE);
        blend(
                (x, y) -> {
                    double dx = x - centreX;
                    double dy = y - centreY;
                    return radius + 0.5 - Math.sqrt(dx * dx + dy * dy);
                },
                colour(),
                0);
    }

    /** A straight line through a random point. */
    private Cover stroke(double halfWidth) {
        double angle = random.between(0, FULL_TURN);
        double normalX = StrictMath.cos(angle);
        double normalY = StrictMath.sin(angle);
        double offset = normalX * random.between(2, SIZE - 2) + normalY * random.between(2, SIZE - 2);
        return (x, y) -> halfWidth + 0.5 - Math.abs(x * normalX + y * normalY - offset);
    }

    private void paintFigure(ShapeKind kind, double[] colour) {
        double radius = random.between(7, 12);
        double margin = 0.9 * radius;
        double centreX = random.between(margin, SIZE - margin);
        double centreY = random.between(margin, SIZE - margin);
        double angle = random.between(0, FULL_TURN);
        double cos = StrictMath.cos(angle) / radius;
        double sin = StrictMath.sin(angle) / radius;
        blend(
                (x, y) -> {
                    double dx = x - centreX;
                    double dy = y - centreY;
                    return 0.5 - radius * kind.distance(dx * cos + dy * sin, dy * cos - dx * sin);
                },
                colour,
                random.between(0, 40));
    }

    /** Paints {@code colour}, darker and lighter by {@code shade} from top to bottom, where {@code cover} says. */
    private void blend(Cover cover, double[] colour, double shade) {
        for (int y = 0; y < SIZE; y++) {
            double shaded = shade * ((double) y / SIZE - 0.5);
            for (int x = 0; x < SIZE; x++) {
                double share = Math.max(0, Math.min(1, cover.at(x + 0.5, y + 0.5)));
                if (share > 0) {
                    for (int c = 0; c < CHANNELS; c++) {
                        int at = c * PLANE + y * SIZE + x;
                        image[at] += share * (colour[c] + shaded - image[at]);
                    }
                }
            }
        }
    }

    private byte[] withNoise(double strength) {
        byte[] bytes = new byte[image.length];
        for (int i = 0; i < bytes.length; i++) {
            // The sum of two uniform numbers is bell-shaped enough.
            double noisy = image[i] + strength * (random.unit() + random.unit() - 1);
            bytes[i] = (byte) Math.max(0, Math.min(255, (int) (noisy + 0.5)));
        }
        return bytes;
    }
}

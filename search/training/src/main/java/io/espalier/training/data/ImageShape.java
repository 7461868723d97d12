package io.espalier.training.data;

/** Size of an image: channels (3: red, green, blue; 1: grey), rows, columns. */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "The image shape (%d×%d×%d) must be at least 1×1×1.".formatted(channels, height, width));
        }
    }

    /** Number of values of one image. */
    public int elements() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    @Override
    public String toString() {
        return channels + "×" + height + "×" + width;
    }
}

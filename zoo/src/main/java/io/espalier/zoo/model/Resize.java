package io.espalier.zoo.model;

import org.jspecify.annotations.Nullable;

/**
 * How images of any size become images of one size: the shorter side is resized to {@code shorter} pixels, then a square
 * of {@code crop} pixels is cut from the centre.
 */
public record Resize(int shorter, int crop) {
    public Resize {
        if (crop < 1 || shorter < crop) {
            throw new IllegalArgumentException("""
                    The resize (%d,%d) must have 1 <= crop <= shorter.
                    Maybe --resize 256,224: the shorter side first, then the crop.""".formatted(shorter, crop));
        }
    }

    /** Reads {@code "256,224"}. @throws IllegalArgumentException when it is something else */
    public static Resize parse(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 2) {
                return new Resize(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException("""
                The resize (%s) is not two numbers.
                Maybe --resize 256,224: the shorter side, then the crop.""".formatted(text), cause);
    }

    @Override
    public String toString() {
        return shorter + "," + crop;
    }
}

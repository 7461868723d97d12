package io.espalier.training.data;

import io.espalier.zoo.model.Resize;

/**
 * Bilinear resizing with antialias, as trainers do it (Pillow's {@code BILINEAR}): each new pixel is the mean of the old
 * ones under a triangle that widens with the reduction; first along rows, then along columns, in bytes.
 */
final class AntialiasResize {
    /** The old pixels under one new pixel: from {@code first} on, with these weights that sum to 1. */
    private record Window(int first, double[] weights) {}

    private AntialiasResize() {}

    /** Resizes the shorter side, then cuts the centre. */
    static DecodedImage apply(DecodedImage image, Resize resize) {
        ImageShape shape = image.shape();
        int shorter = Math.min(shape.height(), shape.width());
        int height = (int) ((long) resize.shorter() * shape.height() / shorter);
        int width = (int) ((long) resize.shorter() * shape.width() / shorter);
        DecodedImage resized =
                height == shape.height() && width == shape.width() ? image : columns(rows(image, width), height);
        return crop(resized, resize.crop());
    }

    private static DecodedImage rows(DecodedImage image, int width) {
        ImageShape shape = image.shape();
        Window[] windows = windows(shape.width(), width);
        int lines = shape.channels() * shape.height();
        byte[] pixels = new byte[lines * width];
        for (int line = 0; line < lines; line++) {
            for (int x = 0; x < width; x++) {
                pixels[line * width + x] =
                        mean(image.pixels(), line * shape.width() + windows[x].first(), 1, windows[x].weights());
            }
        }
        return new DecodedImage(new ImageShape(shape.channels(), shape.height(), width), pixels);
    }

    private static DecodedImage columns(DecodedImage image, int height) {
        ImageShape shape = image.shape();
        int width = shape.width();
        Window[] windows = windows(shape.height(), height);
        byte[] pixels = new byte[shape.channels() * height * width];
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = channel * shape.height() * width;
            for (int y = 0; y < height; y++) {
                int from = plane + windows[y].first() * width;
                int to = (channel * height + y) * width;
                for (int x = 0; x < width; x++) {
                    pixels[to + x] = mean(image.pixels(), from + x, width, windows[y].weights());
                }
            }
        }
        return new DecodedImage(new ImageShape(shape.channels(), height, width), pixels);
    }

    private static byte mean(byte[] pixels, int from, int stride, double[] weights) {
        double sum = 0.5;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (pixels[from + i * stride] & 0xff);
        }
        return (byte) Math.max(0, Math.min(255, (int) sum));
    }

    private static Window[] windows(int oldSize, int newSize) {
        double scale = (double) oldSize / newSize;
        double reach = Math.max(1, scale);
        Window[] windows = new Window[newSize];
        for (int i = 0; i < newSize; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int last = Math.min(oldSize, (int) (centre + reach + 0.5));
            double[] weights = new double[last - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = Math.max(0, 1 - Math.abs((first + j + 0.5 - centre) / reach));
                sum += weights[j];
            }
            for (int j = 0; j < weights.length; j++) {
                weights[j] /= sum;
            }
            windows[i] = new Window(first, weights);
        }
        return windows;
    }

    private static DecodedImage crop(DecodedImage image, int size) {
        ImageShape shape = image.shape();
        int top = (int) Math.rint((shape.height() - size) / 2.0);
        int left = (int) Math.rint((shape.width() - size) / 2.0);
        byte[] pixels = new byte[shape.channels() * size * size];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = 0; y < size; y++) {
                int from = (channel * shape.height() + top + y) * shape.width() + left;
                System.arraycopy(image.pixels(), from, pixels, (channel * size + y) * size, size);
            }
        }
        return new DecodedImage(new ImageShape(shape.channels(), size, size), pixels);
    }
}

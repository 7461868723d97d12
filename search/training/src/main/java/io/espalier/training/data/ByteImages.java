package io.espalier.training.data;

import java.util.List;
import java.util.Objects;

/**
 * Images held as bytes: file contents as they were read, with the place of image {@code i} of a file at
 * {@code first + i * stride}.
 */
final class ByteImages implements ImageSet {
    /** Where the images lie in each file's bytes. */
    record Layout(ImageShape shape, int first, int stride) {}

    private final Layout layout;
    private final int perFile;
    private final List<byte[]> files;
    private final byte[] labels;
    private final int classes;

    /**
     * @param perFile images in each file but the last
     * @param labels one for each image, unsigned
     */
    ByteImages(Layout layout, int perFile, List<byte[]> files, byte[] labels, int classes) {
        this.layout = layout;
        this.perFile = perFile;
        this.files = List.copyOf(files);
        this.labels = labels;
        this.classes = classes;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public ImageShape shape() {
        return layout.shape();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index] & 0xff;
    }

    @Override
    public void pixels(int index, float[] target) {
        Objects.checkIndex(index, labels.length);
        byte[] bytes = files.get(index / perFile);
        int from = layout.first() + (index % perFile) * layout.stride();
        widen(bytes, from, target, layout.shape().elements());
    }

    /** Unsigned bytes as floats. */
    static void widen(byte[] bytes, int from, float[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = bytes[from + i] & 0xff;
        }
    }
}

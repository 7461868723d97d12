package io.espalier.training.data;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The IDX files of Fashion-MNIST (and MNIST), packed by gzip or not. */
final class IdxReader {
    private static final int BYTE_VECTOR = 0x801;
    private static final int BYTE_CUBE = 0x803;
    private static final int LABELS_AT = 8;
    private static final int IMAGES_AT = 16;
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private IdxReader() {}

    /** Opens {@code train-images-idx3-ubyte} and so on, each with or without {@code .gz}. */
    static Dataset fashionMnist(Path folder) {
        DataFiles.requireFolder(folder, "fashion-mnist");
        for (String file : List.of(
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte")) {
            if (!Files.exists(folder.resolve(file)) && !Files.exists(folder.resolve(file + ".gz"))) {
                throw new InvalidDataException("""
                        The folder %s of fashion-mnist has no file %s.gz.
                        Maybe the data is in another folder.""".formatted(folder, file));
            }
        }
        return new LazyDataset(
                "fashion-mnist", CLASSES, SHAPE, () -> read(folder, "train"), () -> read(folder, "t10k"));
    }

    private static ImageSet read(Path folder, String prefix) {
        Path imageFile = folder.resolve(prefix + "-images-idx3-ubyte");
        Path labelFile = folder.resolve(prefix + "-labels-idx1-ubyte");
        byte[] images = DataFiles.bytesOrGzip(imageFile);
        byte[] labels = DataFiles.bytesOrGzip(labelFile);
        int count = header(imageFile, images, BYTE_CUBE, IMAGES_AT);
        int height = ByteBuffer.wrap(images).getInt(8);
        int width = ByteBuffer.wrap(images).getInt(12);
        if (height != SHAPE.height() || width != SHAPE.width()) {
            throw new InvalidDataException("""
                    The file %s has images of %d×%d, but those of fashion-mnist are 28×28.
                    Maybe it belongs to other data.""".formatted(imageFile, height, width));
        }
        requireLength(imageFile, images, IMAGES_AT + (long) count * SHAPE.elements());
        int labelCount = header(labelFile, labels, BYTE_VECTOR, LABELS_AT);
        requireLength(labelFile, labels, LABELS_AT + (long) labelCount);
        if (labelCount != count) {
            throw new InvalidDataException("""
                    The file %s has %d images, but %s has %d labels.
                    Maybe one of them was cut off.""".formatted(imageFile, count, labelFile, labelCount));
        }
        byte[] classes = new byte[count];
        System.arraycopy(labels, LABELS_AT, classes, 0, count);
        for (int i = 0; i < count; i++) {
            if ((classes[i] & 0xff) >= CLASSES.size()) {
                throw new InvalidDataException("""
                        Label %d of %s is %d, but fashion-mnist has 10 classes.
                        Maybe it belongs to other data.""".formatted(i, labelFile, classes[i] & 0xff));
            }
        }
        ByteImages.Layout layout = new ByteImages.Layout(SHAPE, IMAGES_AT, SHAPE.elements());
        return new ByteImages(layout, Math.max(1, count), List.of(images), classes, CLASSES.size());
    }

    private static int header(Path file, byte[] bytes, int magic, int length) {
        if (bytes.length < length || ByteBuffer.wrap(bytes).getInt() != magic) {
            throw new InvalidDataException("""
                    The file %s does not begin as an IDX file (0x%08x).
                    Maybe it belongs to something else.""".formatted(file, magic));
        }
        return Math.max(0, ByteBuffer.wrap(bytes).getInt(4));
    }

    private static void requireLength(Path file, byte[] bytes, long expected) {
        if (bytes.length != expected) {
            throw new InvalidDataException("""
                    The file %s has %d bytes, but its header says %d.
                    Maybe it was cut off.""".formatted(file, bytes.length, expected));
        }
    }
}

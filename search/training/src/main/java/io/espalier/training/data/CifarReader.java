package io.espalier.training.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The binary files of CIFAR-10 and CIFAR-100: records of label bytes and 3×32×32 pixels, channels first (Krizhevsky,
 * "Learning multiple layers of features from tiny images", 2009).
 */
final class CifarReader {
    private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
    private static final List<String> CIFAR10_CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private final String name;
    private final int labelBytes;
    private final List<String> classes;

    private CifarReader(String name, int labelBytes, List<String> classes) {
        this.name = name;
        this.labelBytes = labelBytes;
        this.classes = classes;
    }

    /** Opens {@code data_batch_1.bin} and so on, and {@code test_batch.bin}. */
    static Dataset cifar10(Path folder) {
        Path home = DataFiles.folderWith(folder, "cifar10", "test_batch.bin", "cifar-10-batches-bin");
        List<String> classes = DataFiles.names(home.resolve("batches.meta.txt"), CIFAR10_CLASSES);
        CifarReader reader = new CifarReader("cifar10", 1, classes);
        return reader.open(
                IntStream.rangeClosed(1, 5)
                        .mapToObj(batch -> home.resolve("data_batch_" + batch + ".bin"))
                        .toList(),
                home.resolve("test_batch.bin"));
    }

    /** Opens {@code train.bin} and {@code test.bin}; the label is the fine one, the second byte. */
    static Dataset cifar100(Path folder) {
        Path home = DataFiles.folderWith(folder, "cifar100", "test.bin", "cifar-100-binary");
        List<String> numbers =
                IntStream.range(0, 100).mapToObj(i -> "class " + i).toList();
        List<String> classes = DataFiles.names(home.resolve("fine_label_names.txt"), numbers);
        return new CifarReader("cifar100", 2, classes)
                .open(List.of(home.resolve("train.bin")), home.resolve("test.bin"));
    }

    private Dataset open(List<Path> train, Path test) {
        return new LazyDataset(name, classes, SHAPE, () -> read(train), () -> read(List.of(test)));
    }

    private ImageSet read(List<Path> files) {
        int record = labelBytes + SHAPE.elements();
        List<byte[]> contents = new ArrayList<>();
        int images = 0;
        for (Path file : files) {
            byte[] bytes = DataFiles.bytes(file);
            if (bytes.length == 0 || bytes.length % record != 0) {
                throw new InvalidDataException("""
                        The file %s of %s has %d bytes, which is not a number of records of %d bytes.
                        Maybe it was cut off, or is not the binary version of %s.""".formatted(file, name, bytes.length, record, name));
            }
            contents.add(bytes);
            images += bytes.length / record;
        }
        requireEqualLengths(files, contents);
        ByteImages.Layout layout = new ByteImages.Layout(SHAPE, labelBytes, record);
        return new ByteImages(
                layout, contents.get(0).length / record, contents, labels(files, contents, images), classes.size());
    }

    /** All files but the last must be equally long: image numbers are divided by it. */
    private void requireEqualLengths(List<Path> files, List<byte[]> contents) {
        int first = contents.get(0).length;
        for (int i = 1; i < contents.size(); i++) {
            int length = contents.get(i).length;
            if (length > first || length < first && i < contents.size() - 1) {
                throw new InvalidDataException("""
                        The file %s of %s has %d bytes, but %s has %d.
                        Maybe one of them was cut off.""".formatted(files.get(i), name, length, files.get(0), first));
            }
        }
    }

    private byte[] labels(List<Path> files, List<byte[]> contents, int images) {
        int record = labelBytes + SHAPE.elements();
        byte[] labels = new byte[images];
        int next = 0;
        for (int file = 0; file < contents.size(); file++) {
            byte[] bytes = contents.get(file);
            for (int at = labelBytes - 1; at < bytes.length; at += record) {
                if ((bytes[at] & 0xff) >= classes.size()) {
                    throw new InvalidDataException(
                            """
                            Record %d of %s has class %d, but %s has %d classes.
                            Maybe the file is not the binary version of %s.""".formatted(at / record, files.get(file), bytes[at] & 0xff, name, classes.size(), name));
                }
                labels[next++] = bytes[at];
            }
        }
        return labels;
    }
}

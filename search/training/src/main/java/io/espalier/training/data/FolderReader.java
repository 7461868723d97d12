package io.espalier.training.data;

import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Resize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with {@code train/} and {@code test/} (or {@code val/}) and in each a sub-folder of images for each class.
 * The order of the images is that of the SHA-256 of {@code CLASS/FILE}, so that a slice is a fair sample of the classes.
 */
final class FolderReader {
    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png");
    private static final Comparator<String> BYTE_ORDER = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private final Path folder;
    private final @Nullable Resize resize;
    private final @Nullable ImageShape wanted;

    private FolderReader(Path folder, @Nullable Resize resize, @Nullable ImageShape wanted) {
        this.folder = folder;
        this.resize = resize;
        this.wanted = wanted;
    }

    static Dataset open(Path folder, @Nullable Resize resize, @Nullable ModelCard card) {
        DataFiles.requireFolder(folder, "folder");
        return new FolderReader(folder, resize, wanted(card)).open();
    }

    /** The image size on the card; null when it does not say. */
    private static @Nullable ImageShape wanted(@Nullable ModelCard card) {
        Shape shape = card == null ? null : card.input().shape();
        if (shape == null
                || shape.rank() != 4
                || !shape.dims().subList(1, 4).stream().allMatch(d -> d.isKnown())) {
            return null;
        }
        return new ImageShape((int) shape.size(1), (int) shape.size(2), (int) shape.size(3));
    }

    private Dataset open() {
        Path train = folder.resolve("train");
        Path test = Files.isDirectory(folder.resolve("test")) ? folder.resolve("test") : folder.resolve("val");
        List<String> classes = classes(Files.isDirectory(train) ? train : test);
        List<ImageFile> trainFiles = files(train, classes);
        List<ImageFile> testFiles = files(test, classes);
        if (trainFiles.isEmpty() && testFiles.isEmpty()) {
            throw new InvalidDataException("""
                    The folder %s has no images in train/CLASS/ and test/CLASS/ (or val/CLASS/).
                    Maybe they are in another folder, or neither .jpg, .jpeg nor .png.""".formatted(folder));
        }
        int channels = wanted != null && wanted.channels() == 1 ? 1 : 3;
        ImageShape shape = shape(channels, trainFiles.isEmpty() ? testFiles.get(0) : trainFiles.get(0));
        if (resize == null) {
            requireSize(trainFiles, shape);
            requireSize(testFiles, shape);
        }
        return Dataset.of(
                "folder",
                classes,
                new FolderImages(trainFiles, shape, classes.size(), resize),
                new FolderImages(testFiles, shape, classes.size(), resize));
    }

    private ImageShape shape(int channels, ImageFile first) {
        if (resize != null) {
            return new ImageShape(channels, resize.crop(), resize.crop());
        }
        return wanted != null ? wanted : ImageDecoder.sizeOf(first.path(), channels);
    }

    private static void requireSize(List<ImageFile> files, ImageShape shape) {
        for (ImageFile file : files) {
            ImageShape actual = ImageDecoder.sizeOf(file.path(), shape.channels());
            if (!actual.equals(shape)) {
                throw new InvalidDataException("""
                        The image %s is %d×%d (height × width), but %d×%d is wanted.
                        Maybe --resize %d,%d, or "resize" in the model card's input.""".formatted(
                                file.path(),
                                actual.height(),
                                actual.width(),
                                shape.height(),
                                shape.width(),
                                Math.min(shape.height(), shape.width()),
                                Math.min(shape.height(), shape.width())));
            }
        }
    }

    private static List<String> classes(Path split) {
        if (!Files.isDirectory(split)) {
            return List.of();
        }
        return children(split).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .sorted(BYTE_ORDER)
                .toList();
    }

    private List<ImageFile> files(Path split, List<String> classes) {
        List<ImageFile> files = new ArrayList<>();
        for (String name : classes(split)) {
            int label = classes.indexOf(name);
            if (label < 0) {
                throw new InvalidDataException("""
                        The class folder %s has no counterpart in %s, whose classes are %s.
                        Maybe it is misspelt, or a folder that is no class.""".formatted(split.resolve(name), folder.resolve("train"), classes));
            }
            for (Path path : imagesBelow(split.resolve(name))) {
                String relative = split.relativize(path).toString().replace('\\', '/');
                files.add(new ImageFile(path, label, Sha256.of(relative), relative));
            }
        }
        files.sort(Comparator.comparing(ImageFile::hash).thenComparing(ImageFile::relative, BYTE_ORDER));
        return files;
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(FolderReader::visible).toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static List<Path> imagesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(FolderReader::visible)
                    .filter(FolderReader::isImage)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static InvalidDataException unreadable(Path folder, IOException e) {
        return new InvalidDataException("""
                The folder %s cannot be read (%s).
                Maybe its permissions are wrong.""".formatted(folder, e), e);
    }

    private static boolean visible(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }

    private static boolean isImage(Path path) {
        String name = path.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** An image not yet read. {@code relative} is its path below the split, with slashes. */
    record ImageFile(Path path, int label, String hash, String relative) {}
}

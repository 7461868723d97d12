package io.espalier.training.data;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.Resize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens what users name with {@code --data}: {@code shapes}, {@code cifar10:DIR}, {@code cifar100:DIR},
 * {@code fashion-mnist:DIR}, {@code folder:DIR} or {@code arrays:DIR}; without {@code :DIR} it is looked up in the folder of all data.
 *
 * @param home the folder of all data, {@code $ESPALIER_DATA}; null when there is none
 * @param resize how images of a {@code folder} become equal in size; null: they must be
 * @param card the model's card, for the order of classes and the wanted image size; null when there is none
 */
public record Datasets(
        @Nullable Path home,
        @Nullable Resize resize,
        @Nullable ModelCard card) {
    static final String ARRAYS = "arrays";

    private static final List<String> NAMES =
            List.of("shapes", "cifar10", "cifar100", "fashion-mnist", "folder", ARRAYS);

    /** Opens data by the environment's {@code ESPALIER_DATA}. */
    public static Datasets of(Map<String, String> environment) {
        String home = environment.get("ESPALIER_DATA");
        return new Datasets(home == null || home.isBlank() ? null : Path.of(home), null, null);
    }

    /** Opens folders with this resize, whatever the card says; null: as the card says. */
    public Datasets withResize(@Nullable Resize newResize) {
        return new Datasets(home, newResize, card);
    }

    /** Opens data for the model of this card; null: of a model without one. */
    public Datasets withCard(@Nullable ModelCard newCard) {
        return new Datasets(home, resize, newCard);
    }

    /** Whether {@code spec} names arrays, which are no images. */
    public static boolean isArrays(String spec) {
        return spec.equals(ARRAYS) || spec.startsWith(ARRAYS + ":");
    }

    /**
     * Opens arrays for a model of these inputs.
     *
     * @param spec such as {@code arrays:/data/depth}
     * @throws InvalidDataException when there is no such data
     */
    public ExampleSource arrays(String spec, List<GraphValue> inputs) {
        int colon = spec.indexOf(':');
        return ExampleSource.arrays(folder(ARRAYS, colon < 0 ? null : spec.substring(colon + 1)), inputs);
    }

    /**
     * Opens a data set of images. When the names of its classes are those of the card in another order, its labels follow the
     * card.
     *
     * @param spec such as {@code cifar10:/data/cifar10}
     * @throws InvalidDataException when there is no such data, or it is broken
     */
    public Dataset open(String spec) {
        int colon = spec.indexOf(':');
        String name = colon < 0 ? spec : spec.substring(0, colon);
        if (isArrays(spec)) {
            throw new InvalidDataException("""
                    The data (%s) is arrays, but images are wanted here.
                    Maybe cifar10:DIR or folder:DIR.""".formatted(spec));
        }
        if (!NAMES.contains(name)) {
            throw new InvalidDataException("""
                    The data (%s) is none of %s.
                    Maybe folder:DIR, with train/ and test/ and in each a sub-folder for every class.""".formatted(spec, String.join(", ", NAMES)));
        }
        Dataset dataset = read(name, colon < 0 ? null : spec.substring(colon + 1));
        return card == null ? dataset : dataset.withClassOrder(card.classes());
    }

    private Dataset read(String name, @Nullable String place) {
        if ("shapes".equals(name)) {
            if (place != null) {
                throw new InvalidDataException("""
                        The data shapes is generated and has no folder (%s).
                        Maybe --data shapes.""".formatted(place));
            }
            return ShapesDataset.of(ShapesDataset.DEFAULT_SEED);
        }
        Path folder = folder(name, place);
        return switch (name) {
            case "cifar10" -> CifarReader.cifar10(folder);
            case "cifar100" -> CifarReader.cifar100(folder);
            case "fashion-mnist" -> IdxReader.fashionMnist(folder);
            default -> FolderReader.open(folder, wantedResize(), card);
        };
    }

    private Path folder(String name, @Nullable String place) {
        if (place != null && !place.isBlank()) {
            return Path.of(place);
        }
        if (place != null || home == null) {
            throw new InvalidDataException("""
                    The data %s has no folder.
                    Maybe --data %s:DIR, or the environment variable ESPALIER_DATA with a folder %s in it.""".formatted(name, name, name));
        }
        return home.resolve(name);
    }

    private @Nullable Resize wantedResize() {
        if (resize != null || card == null) {
            return resize;
        }
        return card.input().resize();
    }

    /** Photographs may be shifted; the figures of {@code shapes} fill their images. */
    static Augmentation augmentation(String dataset) {
        return "shapes".equals(dataset) ? new Augmentation(true, 0, 0) : Augmentation.flipAndShift();
    }

    /** Whether a card that names {@code onCard} may speak of {@code dataset}: not when both are known and differ. */
    static boolean mayBe(String dataset, String onCard) {
        return dataset.equals(onCard) || !NAMES.contains(onCard) || !NAMES.contains(dataset);
    }
}

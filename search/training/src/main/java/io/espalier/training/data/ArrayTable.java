package io.espalier.training.data;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Arrays by name with one row an example: segmentation, regression, sound and text come in this form.
 *
 * @param arrays of equally many rows
 */
public record ArrayTable(Map<String, NumberArray> arrays) {
    public ArrayTable {
        arrays = Map.copyOf(new LinkedHashMap<>(arrays));
        long rows = -1;
        for (Map.Entry<String, NumberArray> array : new TreeMap<>(arrays).entrySet()) {
            long own = array.getValue().shape().at(0);
            if (rows >= 0 && own != rows) {
                throw new InvalidDataException(
                        "The array (%s) has %d rows, others have %d.%nMaybe one of them was cut off."
                                .formatted(array.getKey(), own, rows));
            }
            rows = own;
        }
        if (arrays.isEmpty()) {
            throw new InvalidDataException("There are no arrays.");
        }
    }

    /**
     * Reads {@code PART.npz}, or all {@code .npy} of the folder {@code PART}.
     *
     * @param part such as {@code train}
     * @throws InvalidDataException when they are missing or broken
     */
    public static ArrayTable read(Path folder, String part) {
        Path together = folder.resolve(part + ".npz");
        if (Files.isRegularFile(together)) {
            return new ArrayTable(NpyReader.npz(together));
        }
        Map<String, NumberArray> arrays = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(part))) {
            files.filter(file -> file.toString().endsWith(".npy"))
                    .forEach(file -> arrays.put(
                            String.valueOf(file.getFileName()).replaceFirst("\\.npy$", ""), NpyReader.npy(file)));
        } catch (IOException e) {
            throw new InvalidDataException(
                    "The folder %s has neither %s.npz nor a folder %s of .npy files.%nMaybe the data is in another folder."
                            .formatted(folder, part, part),
                    e);
        }
        return new ArrayTable(arrays);
    }

    /** Number of examples. */
    public int size() {
        return Math.toIntExact(arrays.values().iterator().next().shape().at(0));
    }

    /** Some rows of all arrays. */
    public Map<String, Tensor> rows(Longs indices) {
        Map<String, Tensor> rows = new LinkedHashMap<>();
        arrays.forEach((name, array) -> rows.put(name, array.rows(indices)));
        return rows;
    }
}

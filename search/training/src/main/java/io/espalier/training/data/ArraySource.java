package io.espalier.training.data;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.TensorType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder of arrays, for one network. Thread-safe. */
final class ArraySource implements ExampleSource {
    private final Path folder;
    private final List<GraphValue> inputs;
    private final Map<String, Examples> read = new HashMap<>();

    ArraySource(Path folder, List<GraphValue> inputs) {
        this.folder = folder;
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public String name() {
        return Datasets.ARRAYS;
    }

    @Override
    public Examples train() {
        return part("train");
    }

    @Override
    public Examples test() {
        return part("test");
    }

    @Override
    public Map<String, TensorType> targets() {
        return train().targets();
    }

    @Override
    public Augmentation augmentation() {
        return Augmentation.none();
    }

    private synchronized Examples part(String part) {
        return read.computeIfAbsent(part, name -> ArrayExamples.of(ArrayTable.read(folder, name), inputs));
    }
}

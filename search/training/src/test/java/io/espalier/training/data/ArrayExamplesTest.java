package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayExamplesTest {
    private static final ArrayTable TABLE = new ArrayTable(Map.of(
            "x", floats(Longs.of(3, 2), 0, 1, 2, 3, 4, 5),
            "tokens", bytes(Longs.of(3, 2), 7, 8, 9, 10, 11, 12),
            "labels", bytes(Longs.of(3), 2, 1, 0)));

    @TempDir
    private Path folder;

    private static NumberArray floats(Longs shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new NumberArray(DataType.FLOAT, shape, bytes);
    }

    private static NumberArray bytes(Longs shape, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return new NumberArray(DataType.UINT8, shape, bytes.flip());
    }

    private static GraphValue input(String name, DataType type) {
        return new GraphValue(name, new TensorType(type, Shape.of(1, 2).with(0, Dim.symbol("N"))));
    }

    private static final List<GraphValue> INPUTS = List.of(input("x", DataType.FLOAT), input("tokens", DataType.INT32));

    @Test
    void inputsComeInTheirDeclaredTypesAndTheRestAreTargets() {
        Examples examples = ArrayExamples.of(TABLE, INPUTS);

        Batch batch = examples.batch(new int[] {2, 0}, new int[2]);

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.inputs()).containsOnlyKeys("x", "tokens");
        assertThat(batch.inputs().get("x").floats()).containsExactly(4, 5, 0, 1);
        assertThat(batch.inputs().get("tokens").dataType()).isEqualTo(DataType.INT32);
        assertThat(batch.target("labels").longs()).containsExactly(0, 2);
        assertThat(examples.targets()).containsOnlyKeys("labels");
        assertThat(examples.targets().get("labels").shape().rank()).isEqualTo(1);
    }

    @Test
    void wholeNumbersMayBeReadAsOthersButNotTheOtherWayRound() {
        Examples bytes = ArrayExamples.of(TABLE, List.of(input("tokens", DataType.FLOAT)));
        assertThat(bytes.batch(new int[] {1}, new int[1]).inputs().get("tokens").floats())
                .containsExactly(9, 10);

        assertThatThrownBy(() -> ArrayExamples.of(TABLE, List.of(input("x", DataType.INT64))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The array (x) holds FLOAT [3, 2], but the model reads INT64 [N×2].");
    }

    @Test
    void aSubsetOfASubsetIsCountedInIt() {
        Examples some = ArrayExamples.of(TABLE, INPUTS).subset(2, 1).subset(1);
        assertThat(some.batch(new int[] {0}, new int[1]).target("labels").longs())
                .containsExactly(1);
        assertThat(some.sample(5, 1)).isSameAs(some);
        assertThat(some.augmented(Augmentation.flipAndShift()).views()).isEqualTo(1);
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> ArrayExamples.of(TABLE, List.of(input("y", DataType.FLOAT))))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("The data has no array for the input (y), but [labels, tokens, x].%nMaybe rename its file."
                        .formatted());
        GraphValue wide = new GraphValue("x", TensorType.floats(Shape.of(1, 3)));
        assertThatThrownBy(() -> ArrayExamples.of(TABLE, List.of(wide)))
                .hasMessageStartingWith("The array (x) holds FLOAT [3, 2], but the model reads FLOAT [1×3].");
    }

    @Test
    void aFolderHasTrainAndTest() throws IOException {
        for (String part : List.of("train", "test")) {
            try (InputStream in = ArrayExamplesTest.class.getResourceAsStream("three.npz")) {
                Files.write(folder.resolve(part + ".npz"), in.readAllBytes());
            }
        }
        GraphValue image = new GraphValue("image", TensorType.floats(Shape.of(1, 2, 2)));
        ExampleSource source = Datasets.of(Map.of()).arrays("arrays:" + folder, List.of(image));

        assertThat(source.name()).isEqualTo("arrays");
        assertThat(source.train().size()).isEqualTo(3);
        assertThat(source.targets()).containsOnlyKeys("label", "mask");
        DataSplits splits = DataSplits.of(source, null, SliceSpec.parse("train[:1]"), null);
        assertThat(splits.fit().size()).isEqualTo(2);
        assertThat(splits.test().size()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> Datasets.of(Map.of()).arrays("arrays:" + folder.resolve("no"), INPUTS))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The data folder %s of arrays does not exist.".formatted(folder.resolve("no")));
        ExampleSource empty = Datasets.of(
                        Map.of("ESPALIER_DATA", folder.getParent().toString()))
                .arrays("arrays:" + folder, INPUTS);
        assertThatThrownBy(empty::test)
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The folder %s has neither test.npz nor a folder test".formatted(folder));
        assertThatThrownBy(() -> Datasets.of(Map.of()).open("arrays:" + folder))
                .hasMessageStartingWith(
                        "The data (arrays:%s) is arrays, but images are wanted here.".formatted(folder));
    }
}

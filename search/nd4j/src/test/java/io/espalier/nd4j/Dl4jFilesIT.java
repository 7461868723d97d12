package io.espalier.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.dl4j.Dl4jReader;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is read from a file of DL4J computes what DL4J itself computes with that file. DL4J gets a copy of the images: it
 * may apply a first activation in place.
 */
class Dl4jFilesIT {
    private static final int BATCH = 3;

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return Long.getLong("tests.seed") == null ? LongStream.range(0, 30) : LongStream.of(Long.getLong("tests.seed"));
    }

    @BeforeAll
    static void load() {
        Natives.load();
    }

    private static Shape input() {
        return new Shape(List.of(
                Dim.symbol("N"),
                Dim.of(RandomDl4jNetworks.CHANNELS),
                Dim.of(RandomDl4jNetworks.HEIGHT),
                Dim.of(RandomDl4jNetworks.WIDTH)));
    }

    private static float[] outputs(Model model, INDArray images) {
        Tensor pixels =
                Tensor.ofFloats(Longs.of(images.shape()), images.dup('c').data().asFloat());
        try (InferenceSession session = OnnxRuntime.open().open(model, SessionOptions.of(1))) {
            String name = model.graph().inputs().get(0).name();
            return session.run(Map.of(name, pixels)).values().iterator().next().floats();
        }
    }

    private static void assertSame(Model model, INDArray images, INDArray wanted) {
        float[] ours = outputs(model, images);
        float[] theirs = wanted.dup('c').reshape(-1).castTo(DataType.FLOAT).toFloatVector();
        assertThat(ours).hasSameSizeAs(theirs);
        double largest = 1;
        for (float number : theirs) {
            largest = Math.max(largest, Math.abs(number));
        }
        for (int i = 0; i < ours.length; i++) {
            assertThat((double) ours[i]).as("number %d", i).isCloseTo(theirs[i], within(1e-4 * largest));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aChainOfLayersComputesTheSame(long seed) throws IOException {
        Path file = folder.resolve("net.zip");
        MultiLayerNetwork network = new RandomDl4jNetworks(seed).chain();
        ModelSerializer.writeModel(network, file.toFile(), true);
        INDArray images = RandomDl4jNetworks.images(BATCH, seed);
        INDArray wanted =
                ModelSerializer.restoreMultiLayerNetwork(file.toFile()).output(images.dup());

        Model model = Dl4jReader.read(file, Optional.of(input()));

        assertSame(model, images, wanted);
        Path onnx = folder.resolve("net.onnx");
        OnnxWriter.write(model, onnx);
        assertSame(OnnxReader.read(onnx), images, wanted);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aGraphComputesTheSame(long seed) throws IOException {
        Path file = folder.resolve("net.zip");
        ComputationGraph network = new RandomDl4jNetworks(seed).graph();
        ModelSerializer.writeModel(network, file.toFile(), false);
        INDArray images = RandomDl4jNetworks.images(BATCH, seed);
        INDArray wanted = ModelSerializer.restoreComputationGraph(file.toFile()).outputSingle(images.dup());

        assertSame(Dl4jReader.read(file, Optional.of(input())), images, wanted);
    }
}

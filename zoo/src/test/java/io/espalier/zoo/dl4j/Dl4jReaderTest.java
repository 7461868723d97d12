package io.espalier.zoo.dl4j;

import static io.espalier.zoo.testing.Dl4jFile.chain;
import static io.espalier.zoo.testing.Dl4jFile.dense;
import static io.espalier.zoo.testing.Dl4jFile.layer;
import static io.espalier.zoo.testing.Dl4jFile.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.testing.Dl4jFile;
import io.espalier.zoo.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of DL4J that are right, and that are not; what the layers compute is compared with DL4J in its own module. */
class Dl4jReaderTest {
    private static final String CONVOLUTION = layer(
            "ConvolutionLayer",
            "'nin': 1, 'nout': 1, 'kernelSize': [3, 3], 'stride': [2, 2], 'padding': [0, 0], 'hasBias': false,"
                    + " 'activationFn': {'@class': 'org.nd4j.linalg.activations.impl.ActivationReLU'}");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("net.zip");
    }

    private Model read() {
        return Dl4jReader.read(file, Optional.empty());
    }

    private static String flattened(String preprocessor, String... layers) {
        String json = chain(layers);
        return json.substring(0, json.length() - 1)
                + ", \"inputPreProcessors\": {\"1\": %s}}".formatted(preprocessor.replace('\'', '"'));
    }

    private static String toVector(int height, int width) {
        return "{'@class': 'x.CnnToFeedForwardPreProcessor', 'numChannels': 1, 'inputHeight': %d, 'inputWidth': %d}"
                .formatted(height, width);
    }

    @Test
    void aDenseLayerLiesColumnByColumn() {
        Dl4jFile.write(file, chain(dense(2, 3)), vector(1, 2, 3, 4, 5, 6, 7, 8, 9));
        Model model = read();

        assertThat(Dl4jReader.reads(file)).isTrue();
        assertThat(model.graph().inputs().get(0).type().shape()).hasToString("[N×2]");
        assertThat(model.weights().get("DenseLayer_W").floats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(model.weights().get("DenseLayer_W").type().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(model.weights().get("DenseLayer_b").floats()).containsExactly(7, 8, 9);
    }

    @Test
    void doublesAreReadAsFloats() {
        Dl4jFile.write(file, chain(dense(1, 1)), vector("LONG_SHAPE", 2, "DOUBLE", .1, 3));

        assertThat(read().weights().get("DenseLayer_W").floats()).containsExactly(.1f);
    }

    @Test
    void sizesOfImagesFollowFromWhatADenseLayerReadsWhereOnlyOneLeadsThere() {
        String same = CONVOLUTION.replace("[2, 2]", "[1, 1]");
        Dl4jFile.write(file, flattened(toVector(3, 5), same, dense(15, 1)), vector(new double[9 + 16]));

        assertThat(read().graph().inputs().get(0).type().shape()).hasToString("[N×1×5×7]");
    }

    @Test
    void sizesThatSeveralImagesHaveAreAsked() {
        Dl4jFile.write(file, flattened(toVector(3, 5), CONVOLUTION, dense(15, 1)), vector(new double[9 + 16]));

        assertThatThrownBy(this::read).isInstanceOf(InvalidModelException.class).hasMessage("""
                The DL4J file (%s): Its dense layers read images of the heights 7 to 8 and the widths 11 to 12.
                Maybe a card beside it whose input.shape says which.""".formatted(file));
        Model model = Dl4jReader.read(file, Optional.of(Shape.of(1, 1, 8, 11)));
        assertThat(model.graph().outputs().get(0).type().shape()).hasToString("[1×1]");
        assertThatThrownBy(() -> Dl4jReader.read(file, Optional.of(Shape.of(1, 1, 9, 11))))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(
                        "Of images [1×1×9×11] it makes maps [1×1×4×5] where a dense layer reads [1×3×5].");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "LSTM|``|The layer (LSTM) is of type LSTM",
                "ConvolutionLayer|'nin': 1, 'nout': 1, 'kernelSize': [3, 3], 'stride': [1, 1], 'cnn2dDataFormat': 'NHWC'|The layer (ConvolutionLayer) of type ConvolutionLayer has the data format NHWC",
                "ConvolutionLayer|'nin': 1, 'nout': 1, 'kernelSize': [3, 3], 'stride': [2, 2], 'dilation': [2, 2], 'convolutionMode': 'Same'|strides and dilation in the mode Same",
                "DenseLayer|'nin': 1, 'nout': 1, 'activationFn': {'@class': 'x.ActivationCube'}|the activation ActivationCube",
            })
    void whatIsNotReadIsNamedWithLayerAndType(String type, String fields, String message) {
        Dl4jFile.write(file, chain(dense(1, 1), layer(type, fields)), vector(new double[20]));

        assertThatThrownBy(this::read)
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("The DL4J file (%s): The layer (".formatted(file))
                .hasMessageContaining(message)
                .hasMessageContaining("\nMaybe ");
    }

    @Test
    void coefficientsOfAnotherNetworkAreSeen() {
        Dl4jFile.write(file, chain(dense(2, 3)), vector(1, 2, 3));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(
                        "The layer (DenseLayer) has 6 numbers, but of its 3 coefficients only 3 are left.");
        Dl4jFile.write(file, chain(dense(1, 1)), vector(1, 2, 3));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Its layers have 2 numbers, but there are 3 coefficients.");
    }

    @Test
    void sizesAreNotBelieved() {
        Dl4jFile.write(file, chain(dense(1, 1)), vector("MIXED_DATA_TYPES", 1L << 27, "FLOAT", 1, 2));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Maybe it is cut off.");
        Dl4jFile.write(file, chain(dense(1, 1)), vector("MIXED_DATA_TYPES", 1L << 40, "FLOAT", 1, 2));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Its coefficients are 1099511627776 numbers, and at most 268435456 are read.");
        Dl4jFile.write(file, chain(dense(2_000_000_000, 2_000_000_000)), vector(1, 2));
        assertThatThrownBy(this::read).isInstanceOf(InvalidModelException.class);
        Dl4jFile.write(file, " ".repeat(33 << 20) + chain(dense(1, 1)), vector(1, 2));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Its configuration.json has more than 33554432 bytes.");
    }

    @Test
    void whatIsNoFileOfDl4jIsSaid() throws IOException {
        Files.writeString(file, "PK\3\4 and nothing else");
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Maybe it is cut off.");
        Dl4jFile.write(file, "{\"layers\": []}", vector(1));
        assertThatThrownBy(this::read)
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("neither that of a ComputationGraph nor of a MultiLayerNetwork");
        Dl4jFile.write(file, "[".repeat(100_000), vector(1));
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("Its configuration is no JSON");
    }

    @Test
    void faultyBytesAreRefusedOrRead() throws IOException {
        String json = flattened(toVector(3, 5), CONVOLUTION.replace("[2, 2]", "[1, 1]"), dense(15, 1));
        byte[] coefficients = vector(new double[9 + 16]);
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] text = json.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
            byte[] numbers = coefficients.clone();
            byte[] broken = random.nextBoolean() ? text : numbers;
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                int range = broken == text ? text.length : 130;
                broken[random.nextInt(range)] = (byte) random.nextInt(broken == text ? 32 : 0, 127);
            }
            Dl4jFile.write(
                    file,
                    new String(text, java.nio.charset.StandardCharsets.ISO_8859_1),
                    random.nextInt(4) == 0 ? Arrays.copyOf(numbers, random.nextInt(numbers.length)) : numbers);
            try {
                read();
            } catch (InvalidModelException | UnsupportedFeatureException e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("The DL4J file (");
            }
        }
    }
}

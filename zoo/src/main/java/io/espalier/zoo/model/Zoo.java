package io.espalier.zoo.model;

import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The networks that come with Espalier, trained, on the class path: {@code zoo/NAME.onnx} with its card beside it. */
public final class Zoo {
    /**
     * The stages are those of a network 8 layers deep for 32×32 images. All of its blocks but the first change the size,
     * so that there are widths to choose and a block to remove.
     */
    private static final Map<String, ResNet> NETWORKS = new TreeMap<>(Map.of(
            "resnet8-shapes",
            new ResNet(
                    "resnet8-shapes",
                    3,
                    32,
                    32,
                    List.of(new ResNet.Stage(16, 1), new ResNet.Stage(32, 1), new ResNet.Stage(64, 1)),
                    10)));

    private Zoo() {}

    /** Names in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(NETWORKS.keySet());
    }

    /** What a network is made of, untrained. @throws IllegalArgumentException when there is none of that name */
    public static ResNet architecture(String name) {
        ResNet network = NETWORKS.get(name);
        if (network == null) {
            throw new IllegalArgumentException("There is no built-in network (%s).\nMaybe one of these: %s."
                    .formatted(name, String.join(", ", names())));
        }
        return network;
    }

    /** A trained network with its card. @throws IllegalArgumentException when there is none of that name */
    public static ZooModel open(String name) {
        return new ZooModel(OnnxReader.parse(onnx(name)), card(name));
    }

    /** The card of a trained network. @throws IllegalArgumentException when there is none of that name */
    public static ModelCard card(String name) {
        return ModelCardFile.parse(resource(name, ".json"), "zoo:" + name);
    }

    /** The ONNX file of a trained network. @throws IllegalArgumentException when there is none of that name */
    public static byte[] onnx(String name) {
        return resource(name, ".onnx");
    }

    /**
     * Writes the ONNX file of a trained network, byte for byte as it comes with Espalier, and its card beside it.
     *
     * @param file such as {@code resnet8-shapes.onnx}
     * @throws UncheckedIOException when the disk refuses
     */
    public static void export(String name, Path file) {
        byte[] onnx = onnx(name);
        ModelCard card = card(name);
        AtomicFiles.write(file, onnx);
        card.write(file.resolveSibling(String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "") + ".json"));
    }

    private static byte[] resource(String name, String ending) {
        architecture(name);
        String path = "/zoo/" + name + ending;
        try (InputStream in = Zoo.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The resource (%s) is not on the class path.".formatted(path));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource (%s) could not be read.".formatted(path), e);
        }
    }
}

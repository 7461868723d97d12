package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a network reads, concluded from its first layers: a file does not say it. */
final class InputForms {
    private static final Set<String> CONVOLUTIONS = Set.of(
            "ConvolutionLayer", "Convolution2D", "Deconvolution2D", "DepthwiseConvolution2D", "SeparableConvolution2D");
    private static final Set<String> OF_VECTORS = Set.of("DenseLayer", "OutputLayer");

    private final Dl4jNetwork network;

    InputForms(Dl4jNetwork network) {
        this.network = network;
    }

    /** The shape of an input; batch, height and width of images are free. */
    Shape shape(String input) {
        String number = network.inputs().indexOf(input) == 0
                ? ""
                : String.valueOf(network.inputs().indexOf(input));
        Deque<String> values = new ArrayDeque<>(List.of(input));
        Set<String> seen = new HashSet<>();
        while (!values.isEmpty()) {
            String value = values.remove();
            for (Dl4jNetwork.Vertex vertex : network.vertices()) {
                if (vertex.inputs().contains(value) && seen.add(vertex.name())) {
                    Optional<Shape> shape = read(vertex, number);
                    if (shape.isPresent()) {
                        return shape.get();
                    }
                    if (keepsChannels(vertex)) {
                        values.add(vertex.name());
                    }
                }
            }
        }
        throw new InvalidModelException(
                "No layer tells what the input (%s) is: images, and of how many channels, or vectors."
                        .formatted(input));
    }

    private static boolean keepsChannels(Dl4jNetwork.Vertex vertex) {
        Set<String> joining = Set.of("MergeVertex", "SubsetVertex", "GlobalPoolingLayer");
        return !joining.contains(vertex.fields().type());
    }

    private static Optional<Shape> read(Dl4jNetwork.Vertex vertex, String number) {
        Fields fields = vertex.fields();
        if (!vertex.preprocessors().isEmpty()) {
            Fields preprocessor = vertex.preprocessors().get(0);
            long channels = preprocessor.size("numChannels");
            if (preprocessor.type().equals("CnnToFeedForwardPreProcessor")) {
                return Optional.of(image(channels, number));
            }
            long places = Math.multiplyExact((long) preprocessor.size("inputHeight"), preprocessor.size("inputWidth"));
            return Optional.of(vector(Math.multiplyExact(channels, places)));
        }
        if (CONVOLUTIONS.contains(fields.type())) {
            return Optional.of(image(fields.size("nin"), number));
        }
        return OF_VECTORS.contains(fields.type()) ? Optional.of(vector(fields.size("nin"))) : Optional.empty();
    }

    private static Shape image(long channels, String number) {
        return new Shape(
                List.of(Dim.symbol("N"), Dim.of(channels), Dim.symbol("H" + number), Dim.symbol("W" + number)));
    }

    private static Shape vector(long numbers) {
        return new Shape(List.of(Dim.symbol("N"), Dim.of(numbers)));
    }
}

package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Height and width of the images that a network reads. A file tells only how large the maps are that its dense layers read;
 * where one size of images alone leads there, it is that one.
 */
final class InputSizes {
    private static final int RANK = 4;
    private static final int LARGEST = 1024;

    private InputSizes() {}

    /** @throws InvalidModelException when the given shape does not fit, or none is given and several do, or none does */
    static Model fix(Model model, List<Translation.Flattened> flattened, Optional<Shape> given) {
        List<GraphValue> inputs = model.graph().inputs();
        if (given.isPresent() && inputs.size() == 1) {
            Shape own = inputs.get(0).type().shape();
            Shape shape = given.get();
            boolean fits = own.rank() == shape.rank()
                    && (!shape.dim(1).isKnown() || own.dim(1).equals(shape.dim(1)));
            if (!fits) {
                throw new InvalidModelException("It reads %s, but its card says %s.".formatted(own, shape));
            }
            requireFit(model.graph(), shape, flattened);
            return with(model, shape);
        }
        if (flattened.isEmpty()
                || inputs.size() != 1
                || inputs.get(0).type().shape().rank() != RANK) {
            return model;
        }
        Shape shape = inputs.get(0).type().shape();
        List<ModelGraph> parts =
                flattened.stream().map(map -> part(model.graph(), map)).toList();
        Set<Integer> heights = new TreeSet<>();
        Set<Integer> widths = new TreeSet<>();
        for (int size = 1; size <= LARGEST; size++) {
            Shape square = shape.with(2, Dim.of(size)).with(3, Dim.of(size));
            boolean height = true;
            boolean width = true;
            for (int i = 0; i < parts.size(); i++) {
                Translation.Flattened wanted = flattened.get(i);
                Optional<Shape> map = map(parts.get(i), square, wanted.value());
                height &= map.isPresent() && map.get().dim(2).equals(Dim.of(wanted.height()));
                width &= map.isPresent() && map.get().dim(3).equals(Dim.of(wanted.width()));
            }
            if (height) {
                heights.add(size);
            }
            if (width) {
                widths.add(size);
            }
        }
        if (heights.size() != 1 || widths.size() != 1) {
            throw new InvalidModelException(
                    "Its dense layers read images of the heights %s and the widths %s.%nMaybe a card beside it whose input.shape says which."
                            .formatted(few(heights), few(widths)));
        }
        Shape found = shape.with(2, Dim.of(heights.iterator().next()))
                .with(3, Dim.of(widths.iterator().next()));
        requireFit(model.graph(), found, flattened);
        return with(model, found);
    }

    private static String few(Set<Integer> sizes) {
        List<Integer> all = List.copyOf(sizes);
        return all.size() < 2 ? all.toString() : all.get(0) + " to " + all.get(all.size() - 1);
    }

    /** What of a network leads to a map, without outputs. */
    private static ModelGraph part(ModelGraph graph, Translation.Flattened map) {
        GraphValue output = new GraphValue(map.value(), TensorType.floats(new Shape(List.of())));
        ModelGraph part =
                DeadNodes.remove(graph.toBuilder().outputs(List.of(output)).build());
        return part.toBuilder().outputs(List.of()).build();
    }

    /** The shape of a value when the network reads {@code input}; empty when it cannot. */
    private static Optional<Shape> map(ModelGraph part, Shape input, String value) {
        GraphValue read = new GraphValue(part.inputs().get(0).name(), TensorType.floats(input));
        ModelGraph fixed = part.toBuilder().inputs(List.of(read)).build();
        try {
            return ShapeInference.infer(fixed).shape(value).filter(shape -> shape.rank() == RANK);
        } catch (InvalidModelException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void requireFit(ModelGraph graph, Shape input, List<Translation.Flattened> flattened) {
        for (Translation.Flattened wanted : flattened) {
            Optional<Shape> map = map(part(graph, wanted), input, wanted.value());
            Shape size = Shape.of(wanted.channels(), wanted.height(), wanted.width());
            boolean fits = map.isPresent() && map.get().dims().subList(1, RANK).equals(size.dims());
            if (!fits) {
                throw new InvalidModelException("Of images %s it makes maps %s where a dense layer reads %s."
                        .formatted(input, map.map(Shape::toString).orElse("of no size"), size));
            }
        }
    }

    /** With types of the outputs that follow from the input. */
    private static Model with(Model model, Shape shape) {
        ModelGraph graph = model.graph();
        GraphValue input = new GraphValue(graph.inputs().get(0).name(), TensorType.floats(shape));
        ModelGraph open =
                graph.toBuilder().inputs(List.of(input)).outputs(List.of()).build();
        List<GraphValue> outputs = new ArrayList<>();
        for (GraphValue output : graph.outputs()) {
            outputs.add(new GraphValue(
                    output.name(),
                    ShapeInference.infer(open).type(output.name()).orElse(output.type())));
        }
        return new Model(open.toBuilder().outputs(outputs).build(), model.weights());
    }
}

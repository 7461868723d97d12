package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Types of all values of a graph, and the integers that follow from structure alone. One pass over the nodes: O(nodes),
 * well under a millisecond for a ResNet-20, because every candidate of a search passes through here.
 */
public final class ShapeInference {
    /** Integer values up to this length may be shapes, so their unknown elements get symbols. */
    private static final long MAX_RANK = 8;

    private final ModelGraph graph;
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, List<Dim>> integers = new HashMap<>();
    private final Map<String, TensorType> declared = new HashMap<>();
    private final Set<Dim> inputSymbols = new HashSet<>();

    private ShapeInference(ModelGraph graph) {
        this.graph = graph;
    }

    /**
     * Infers what follows from structure. Sizes may stay symbols: those of the inputs, products of them ({@code 4*N}),
     * formulas of them, or fresh ones ({@code value#axis}) about which nothing is known. A value behind an opaque
     * operator is unknown unless it is a graph output, whose declared type then counts.
     *
     * @throws InvalidModelException when inputs of a node contradict each other, or a result its declared type
     */
    public static Shapes infer(ModelGraph graph) {
        return new ShapeInference(graph).run();
    }

    private Shapes run() {
        for (GraphValue input : graph.inputs()) {
            types.put(input.name(), input.type());
            inputSymbols.addAll(input.type().shape().dims());
        }
        types.putAll(graph.weights());
        graph.constants().forEach(this::define);
        for (GraphValue output : graph.outputs()) {
            declared.put(output.name(), output.type());
        }
        for (Node node : graph.nodes()) {
            infer(node);
        }
        return new Shapes(types, integers);
    }

    private void define(String name, IntegerConstant constant) {
        types.put(
                name,
                new TensorType(constant.dataType(), Shape.of(constant.shape().toArray())));
        List<Dim> elements = new ArrayList<>(constant.values().size());
        for (int i = 0; i < constant.values().size(); i++) {
            elements.add(Dim.of(constant.values().at(i)));
        }
        integers.put(name, elements);
    }

    private void infer(Node node) {
        NodeValues values = new NodeValues(node, types, integers);
        List<TensorType> results = List.of();
        List<List<Dim>> elements = List.of();
        try {
            results = allKnown(node) ? node.operator().accept(new TypeRules(values)) : results;
            elements = carriesIntegers(results) ? node.operator().accept(new IntegerRules(values, results)) : elements;
            put(node, results, elements);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw values.malformed(e);
        }
    }

    private void put(Node node, List<TensorType> results, List<List<Dim>> elements) {
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.outputs().get(i);
            if (output.isEmpty()) {
                continue;
            }
            if (i < results.size()) {
                TensorType result = results.get(i);
                types.put(output, declared.containsKey(output) ? agreed(node, output, result) : result);
                putIntegers(output, result, i < elements.size() ? elements.get(i) : unknownElements(output, result));
            } else if (declared.containsKey(output)) {
                types.put(output, declared.get(output));
            }
        }
    }

    private boolean allKnown(Node node) {
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !types.containsKey(input)) {
                return false;
            }
        }
        return true;
    }

    private static boolean carriesIntegers(List<TensorType> results) {
        if (results.isEmpty()) {
            return false;
        }
        DataType dataType = results.get(0).dataType();
        return dataType == DataType.INT64 || dataType == DataType.INT32 || dataType == DataType.BOOL;
    }

    private void putIntegers(String output, TensorType type, List<Dim> elements) {
        boolean complete = type.shape().isKnown() && type.shape().elements() == elements.size();
        if (complete && !type.dataType().isFloatingPoint() && type.dataType() != DataType.STRING) {
            integers.put(output, elements);
        }
    }

    private static List<Dim> unknownElements(String output, TensorType type) {
        boolean mayBeShape = type.dataType() == DataType.INT64
                && type.shape().rank() <= 1
                && type.shape().isKnown()
                && type.shape().elements() <= MAX_RANK
                && type.shape().elements() > 0;
        List<Dim> elements = new ArrayList<>();
        for (int i = 0; mayBeShape && i < type.shape().elements(); i++) {
            elements.add(DimMath.unknown(output, i));
        }
        return elements;
    }

    /** The inferred type; where that is free for another reason than a free input, the declared size counts. */
    private TensorType agreed(Node node, String output, TensorType inferred) {
        TensorType type = declared.getOrDefault(output, inferred);
        if (type.dataType() != inferred.dataType() || !Broadcasting.compatible(type.shape(), inferred.shape())) {
            throw new InvalidModelException("""
                    The output (%s) of node (%s) is %s%s, but the graph (%s) declares %s%s.
                    Maybe export the model again with a fixed opset.""".formatted(
                            output,
                            node.name(),
                            inferred.dataType(),
                            inferred.shape(),
                            graph.name(),
                            type.dataType(),
                            type.shape()));
        }
        Shape shape = inferred.shape();
        for (int axis = 0; axis < shape.rank(); axis++) {
            boolean free = !shape.dim(axis).isKnown() && !inputSymbols.contains(shape.dim(axis));
            if (free && type.shape().dim(axis).isKnown()) {
                shape = shape.with(axis, type.shape().dim(axis));
            }
        }
        return inferred.withShape(shape);
    }
}

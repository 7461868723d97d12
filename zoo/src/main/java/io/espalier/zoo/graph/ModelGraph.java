package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The immutable structure of a network: nodes in topological order over named values. Every value is defined once: by
 * a graph input, an integer constant, a weight, or a node. Thread-safe.
 */
public final class ModelGraph {
    private final String name;
    private final int irVersion;
    private final Map<String, Integer> opsets;
    private final List<GraphValue> inputs;
    private final List<GraphValue> outputs;
    private final List<Node> nodes;
    private final Map<String, IntegerConstant> constants;
    private final Map<String, TensorType> weights;
    private final Map<String, String> metadata;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;

    private ModelGraph(Builder builder) {
        name = builder.name;
        irVersion = builder.irVersion;
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(builder.opsets));
        inputs = List.copyOf(builder.inputs);
        outputs = List.copyOf(builder.outputs);
        nodes = List.copyOf(builder.nodes);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(builder.constants));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(builder.weights));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
        producers = new HashMap<>();
        consumers = new HashMap<>();
        index();
    }

    private void index() {
        Set<String> defined = new HashSet<>(constants.keySet());
        for (String weight : weights.keySet()) {
            define(defined, weight);
        }
        for (GraphValue input : inputs) {
            define(defined, input.name());
        }
        Set<String> names = new HashSet<>();
        for (Node node : nodes) {
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("Two nodes are named (%s).".formatted(node.name()));
            }
            for (String read : readsOf(node)) {
                if (!defined.contains(read)) {
                    throw new IllegalArgumentException(
                            "The node (%s) reads the value (%s), which nothing before it defines.\nMaybe the nodes are not in topological order."
                                    .formatted(node.name(), read));
                }
                consumers.computeIfAbsent(read, key -> new ArrayList<>()).add(node);
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    define(defined, output);
                    producers.put(output, node);
                }
            }
        }
        for (GraphValue output : outputs) {
            if (!defined.contains(output.name())) {
                throw new IllegalArgumentException("Nothing defines the output (%s).".formatted(output.name()));
            }
        }
        consumers.replaceAll((value, readers) -> List.copyOf(readers));
    }

    private static void define(Set<String> defined, String value) {
        if (!defined.add(value)) {
            throw new IllegalArgumentException("The value (%s) is defined twice.".formatted(value));
        }
    }

    /** The distinct values that a node reads, those of its sub-graphs included, in order. */
    public static Collection<String> readsOf(Node node) {
        Set<String> reads = new java.util.LinkedHashSet<>(node.inputs());
        if (node.operator() instanceof Operator.Opaque opaque) {
            reads.addAll(opaque.captured());
        }
        reads.remove("");
        return reads;
    }

    public String name() {
        return name;
    }

    /** Version of ONNX's file form, 3 to 10. */
    public int irVersion() {
        return irVersion;
    }

    /** Operator set version by domain; the empty domain is ONNX's own. */
    public Map<String, Integer> opsets() {
        return opsets;
    }

    /** Version of ONNX's own operator set. */
    public int opset() {
        return opsets.getOrDefault("", 17);
    }

    public List<GraphValue> inputs() {
        return inputs;
    }

    public List<GraphValue> outputs() {
        return outputs;
    }

    /** In topological order. */
    public List<Node> nodes() {
        return nodes;
    }

    /** Integer constants by value name. */
    public Map<String, IntegerConstant> constants() {
        return constants;
    }

    /** Type of every weight (float, quantized or text constant) by value name; their numbers are in {@code Weights}. */
    public Map<String, TensorType> weights() {
        return weights;
    }

    /** The file's free-form properties. */
    public Map<String, String> metadata() {
        return metadata;
    }

    public boolean isConstant(String value) {
        return constants.containsKey(value) || weights.containsKey(value);
    }

    public boolean isOutput(String value) {
        return outputs.stream().anyMatch(output -> output.name().equals(value));
    }

    /** The node that defines {@code value}; empty for inputs and constants. */
    public Optional<Node> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** The nodes that read {@code value}, in order, each once. */
    public List<Node> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    public Optional<Node> node(String nodeName) {
        return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
    }

    public Builder toBuilder() {
        Builder builder = new Builder(name);
        builder.irVersion = irVersion;
        builder.opsets.clear();
        builder.opsets.putAll(opsets);
        builder.inputs.addAll(inputs);
        builder.outputs.addAll(outputs);
        builder.nodes.addAll(nodes);
        builder.constants.putAll(constants);
        builder.weights.putAll(weights);
        builder.metadata.putAll(metadata);
        return builder;
    }

    /** An empty graph of ONNX opset 17, IR 8. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects the parts; {@link #build} checks them. */
    public static final class Builder {
        private String name;
        private int irVersion = 8;
        private final Map<String, Integer> opsets = new LinkedHashMap<>(Map.of("", 17));
        private final List<GraphValue> inputs = new ArrayList<>();
        private final List<GraphValue> outputs = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, IntegerConstant> constants = new LinkedHashMap<>();
        private final Map<String, TensorType> weights = new LinkedHashMap<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        public Builder name(String newName) {
            name = newName;
            return this;
        }

        public Builder irVersion(int version) {
            irVersion = version;
            return this;
        }

        public Builder opset(String domain, int version) {
            opsets.put(domain, version);
            return this;
        }

        public Builder input(String value, TensorType type) {
            inputs.add(new GraphValue(value, type));
            return this;
        }

        public Builder output(String value, TensorType type) {
            outputs.add(new GraphValue(value, type));
            return this;
        }

        public Builder outputs(List<GraphValue> newOutputs) {
            outputs.clear();
            outputs.addAll(newOutputs);
            return this;
        }

        public Builder inputs(List<GraphValue> newInputs) {
            inputs.clear();
            inputs.addAll(newInputs);
            return this;
        }

        public Builder node(Node node) {
            nodes.add(node);
            return this;
        }

        public Builder node(String nodeName, Operator operator, List<String> nodeInputs, String output) {
            return node(Node.of(nodeName, operator, nodeInputs, output));
        }

        /** Replaces all nodes. */
        public Builder nodes(List<Node> newNodes) {
            nodes.clear();
            nodes.addAll(newNodes);
            return this;
        }

        public Builder constant(String value, IntegerConstant constant) {
            constants.put(value, constant);
            return this;
        }

        public Builder weight(String value, TensorType type) {
            weights.put(value, type);
            return this;
        }

        /** Forgets a constant or weight. */
        public Builder remove(String value) {
            constants.remove(value);
            weights.remove(value);
            return this;
        }

        public Builder metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /** @throws IllegalArgumentException when a value is defined twice, or read before it is defined */
        public ModelGraph build() {
            return new ModelGraph(this);
        }
    }
}

package io.espalier.zoo.testing;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes small networks with seeded weights, one call a node; each call returns the name of the value it makes. Values
 * are named after their nodes.
 */
public final class NetworkBuilder {
    private final ModelGraph.Builder graph;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final SplittableRandom random;
    private int next;

    public NetworkBuilder(long seed, int opset) {
        graph = ModelGraph.builder("test-" + seed).opset("", opset);
        random = new SplittableRandom(seed);
    }

    /** An input of floats with a free batch. */
    public String input(long... sizesBehindBatch) {
        java.util.List<Dim> dims = new java.util.ArrayList<>(List.of(Dim.symbol("N")));
        Arrays.stream(sizesBehindBatch).forEach(size -> dims.add(Dim.of(size)));
        graph.input("input", TensorType.floats(new Shape(dims)));
        return "input";
    }

    public String input(String name, DataType dataType, Shape shape) {
        graph.input(name, new TensorType(dataType, shape));
        return name;
    }

    public String node(Operator operator, String... inputs) {
        String name = "node" + next++;
        graph.node(name, operator, List.of(inputs), name + "_out");
        return name + "_out";
    }

    /** A node with several outputs. */
    public List<String> nodes(Operator operator, int outputs, String... inputs) {
        String name = "node" + next++;
        List<String> names = java.util.stream.IntStream.range(0, outputs)
                .mapToObj(i -> name + "_out" + i)
                .toList();
        graph.node(new io.espalier.zoo.graph.Node(name, operator, List.of(inputs), names));
        return names;
    }

    /** The inferred shape of a value so far. */
    public Shape shape(String value) {
        return ShapeInference.infer(graph.build()).known(value);
    }

    public String integers(long... values) {
        String name = "constant" + next++;
        graph.constant(name, IntegerConstant.vector(values));
        return name;
    }

    public String scalar(long value) {
        String name = "constant" + next++;
        graph.constant(name, IntegerConstant.scalar(value));
        return name;
    }

    /** Uniform in {@code min..max}. */
    public String weight(String name, double min, double max, long... shape) {
        float[] values = new float[Math.toIntExact(Longs.of(shape).product())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (min + (max - min) * random.nextDouble());
        }
        return weight(name, Tensor.ofFloats(Longs.of(shape), values));
    }

    public String weight(String name, Tensor tensor) {
        weights.put(name, tensor);
        graph.weight(name, tensor.type());
        return name;
    }

    /** A square convolution without bias; its weight is {@code <name>.weight}. */
    public String convolution(String name, String input, int in, int out, int kernel, int stride, int groups) {
        double bound = Math.sqrt(6.0 * groups / (in * kernel * kernel));
        String weight = weight(name + ".weight", -bound, bound, out, in / groups, kernel, kernel);
        graph.node(
                name,
                Operator.Convolution.of(kernel, stride, kernel / 2, groups),
                List.of(input, weight),
                name + "_out");
        return name + "_out";
    }

    /** A transposed convolution that doubles height and width, with bias; its weight is {@code <name>.weight}. */
    public String doubling(String name, String input, int in, int out) {
        Operator.Convolution operator = new Operator.Convolution(
                true,
                Longs.of(2, 2),
                Longs.of(2, 2),
                Longs.of(),
                Longs.of(1, 1),
                1,
                Operator.AutoPad.NOTSET,
                Longs.of());
        return node(
                operator,
                input,
                weight(name + ".weight", -0.5, 0.5, in, out, 2, 2),
                weight(name + ".bias", -0.5, 0.5, out));
    }

    /** A batch normalization that is not the identity; some scales are negative or tiny. */
    public String batchNorm(String name, String input, int channels) {
        List<String> inputs = List.of(
                input,
                weight(name + ".scale", -0.2, 1.5, channels),
                weight(name + ".bias", -0.5, 0.5, channels),
                weight(name + ".mean", -0.3, 0.3, channels),
                weight(name + ".var", 0.2, 2.0, channels));
        graph.node(name, Operator.Normalization.batch(1e-5f), inputs, name + "_out");
        return name + "_out";
    }

    public String relu(String input) {
        return node(Operator.Activation.of(Operator.Activation.Kind.RELU), input);
    }

    public String add(String left, String right) {
        return node(new Operator.Elementwise(Operator.Elementwise.Kind.ADD), left, right);
    }

    /** Global average pool, flatten and a Gemm with bias. */
    public String classifier(String input, int channels, int classes) {
        String pooled = node(Operator.Pool.globalAverage(), input);
        String flat = node(Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), pooled);
        String weight = weight("fc.weight", -0.3, 0.3, classes, channels);
        String bias = weight("fc.bias", -0.3, 0.3, classes);
        return node(new Operator.Gemm(false, true, 1, 1), flat, weight, bias);
    }

    public ModelGraph.Builder graph() {
        return graph;
    }

    /** Declares {@code value} as an output of its inferred type and builds. */
    public Model build(String... outputs) {
        for (String output : outputs) {
            TensorType type = ShapeInference.infer(graph.build()).type(output).orElseThrow();
            graph.output(output, type);
        }
        return new Model(graph.build(), Weights.of(weights));
    }
}

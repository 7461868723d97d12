package io.espalier.app.command;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Two tasks that are no classification of images: fresh networks, and the arrays that they learn from. */
final class ArrayTasks {
    static final int TRAIN = 192;
    static final int TEST = 96;
    private static final int SIZE = 12;
    private static final int WIDTH = 16;
    private static final int EXTRA = 8;

    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(5);
    private final ModelGraph.Builder graph;

    private ArrayTasks(String name) {
        graph = ModelGraph.builder(name);
    }

    /** Which of three grounds each place lies on: {@code picture} [n, 1, 12, 12] to scores {@code mask} of 3 classes. */
    static void segmentation(Path model, Path data) {
        ArrayTasks task = new ArrayTasks("segmentation");
        task.graph.input("picture", TensorType.floats(rows(1, SIZE, SIZE)));
        String first = task.convolution("first", "picture", 1, WIDTH, 3);
        String second = task.convolution("second", first, WIDTH, WIDTH, 3);
        task.weight("head.weight", 3, WIDTH, 1, 1);
        task.graph.node("head", Operator.Convolution.of(1, 1, 0, 1), List.of(second, "head.weight"), "mask");
        task.graph.output("mask", TensorType.floats(rows(3, SIZE, SIZE)));
        task.write(model);
        SplittableRandom random = new SplittableRandom(7);
        for (int part = 0; part < 2; part++) {
            int count = part == 0 ? TRAIN : TEST;
            float[] pictures = new float[count * SIZE * SIZE];
            byte[] labels = new byte[pictures.length];
            for (int i = 0; i < count; i++) {
                int left = random.nextInt(2, SIZE - 2);
                int top = random.nextInt(2, SIZE - 2);
                for (int place = 0; place < SIZE * SIZE; place++) {
                    int label = place % SIZE < left ? 0 : place / SIZE < top ? 1 : 2;
                    labels[i * SIZE * SIZE + place] = (byte) label;
                    pictures[i * SIZE * SIZE + place] = (float) (label - 1 + 1.4 * random.nextDouble() - .7);
                }
            }
            Path folder = data.resolve(part == 0 ? "train" : "test");
            NpyFiles.floats(folder.resolve("picture.npy"), pictures, count, 1, SIZE, SIZE);
            NpyFiles.bytes(folder.resolve("labels.npy"), labels, count, SIZE, SIZE);
        }
    }

    /**
     * A sum of what two inputs show: {@code picture} [n, 1, 12, 12] and {@code extra} [n, 8] to {@code level} [n, 1].
     */
    static void regression(Path model, Path data) {
        ArrayTasks task = new ArrayTasks("regression");
        task.graph.input("picture", TensorType.floats(rows(1, SIZE, SIZE)));
        task.graph.input("extra", TensorType.floats(rows(EXTRA)));
        String seen = task.convolution("seen", "picture", 1, WIDTH, 3);
        task.graph.node("pool", Operator.Pool.globalAverage(), List.of(seen), "pooled");
        task.graph.node("flat", Operator.Reshape.of(Operator.Reshape.Kind.FLATTEN), List.of("pooled"), "flattened");
        task.graph.node("both", new Operator.Concat(1), List.of("flattened", "extra"), "joined");
        String inner = task.relu("inner", task.dense("mixed", "joined", WIDTH + EXTRA, 2 * WIDTH, "mixed.out"));
        task.dense("last", inner, 2 * WIDTH, 1, "level");
        task.graph.output("level", TensorType.floats(rows(1)));
        task.write(model);
        SplittableRandom random = new SplittableRandom(9);
        for (int part = 0; part < 2; part++) {
            int count = part == 0 ? TRAIN : TEST;
            float[] pictures = new float[count * SIZE * SIZE];
            float[] extra = new float[count * EXTRA];
            float[] levels = new float[count];
            for (int i = 0; i < count; i++) {
                double level = random.nextDouble();
                for (int place = 0; place < SIZE * SIZE; place++) {
                    pictures[i * SIZE * SIZE + place] = (float) (level + random.nextDouble() - .5);
                }
                for (int k = 0; k < EXTRA; k++) {
                    extra[i * EXTRA + k] = (float) (2 * random.nextDouble() - 1);
                }
                levels[i] = (float) (2 * level + extra[i * EXTRA] - Math.abs(extra[i * EXTRA + 1]));
            }
            Path folder = data.resolve(part == 0 ? "train" : "test");
            NpyFiles.floats(folder.resolve("picture.npy"), pictures, count, 1, SIZE, SIZE);
            NpyFiles.floats(folder.resolve("extra.npy"), extra, count, EXTRA);
            NpyFiles.floats(folder.resolve("level.npy"), levels, count, 1);
        }
    }

    private static Shape rows(int... sizes) {
        Shape shape = Shape.of(new long[sizes.length + 1]).with(0, Dim.symbol("N"));
        for (int axis = 0; axis < sizes.length; axis++) {
            shape = shape.with(axis + 1, Dim.of(sizes[axis]));
        }
        return shape;
    }

    /** A convolution that keeps the size, with bias, then ReLU. */
    private String convolution(String name, String in, int inWidth, int outWidth, int kernel) {
        weight(name + ".weight", outWidth, inWidth, kernel, kernel);
        weight(name + ".bias", outWidth);
        graph.node(
                name,
                Operator.Convolution.of(kernel, 1, kernel / 2, 1),
                List.of(in, name + ".weight", name + ".bias"),
                name + ".out");
        return relu(name + ".relu", name + ".out");
    }

    private String dense(String name, String in, int inWidth, int outWidth, String out) {
        weight(name + ".weight", outWidth, inWidth);
        weight(name + ".bias", outWidth);
        graph.node(name, new Operator.Gemm(false, true, 1, 1), List.of(in, name + ".weight", name + ".bias"), out);
        return out;
    }

    private String relu(String name, String in) {
        graph.node(name, Operator.Activation.of(Operator.Activation.Kind.RELU), List.of(in), name + ".out");
        return name + ".out";
    }

    private void weight(String name, long... sizes) {
        Longs shape = Longs.of(sizes);
        float[] values = new float[Math.toIntExact(shape.product())];
        double bound = sizes.length == 1 ? 0 : Math.sqrt(6.0 * sizes[0] / values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        weights.put(name, Tensor.ofFloats(shape, values));
        graph.weight(name, new TensorType(DataType.FLOAT, Shape.of(sizes)));
    }

    private void write(Path file) {
        OnnxWriter.write(new Model(graph.build(), Weights.of(weights)), file);
    }
}

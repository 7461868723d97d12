package io.espalier.training.metric;

import io.espalier.training.OutputSpec;
import io.espalier.training.OutputTargets;
import io.espalier.training.data.Examples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.TensorType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the metrics that users name: {@code top1}, {@code top5}, {@code miou}, {@code mae}. */
public final class Metrics {
    private static final String TOP = "top";
    private static final String MEAN_IOU = "miou";
    private static final String MEAN_ERROR = "mae";

    private Metrics() {}

    /**
     * The metric that is asked for; nothing: right labels where the target is one class an example, mean intersection over
     * union where it has classes of many places, mean absolute error where it holds other numbers.
     *
     * @param asked {@code NAME[:OUTPUT[=TARGET]]}
     * @param targets types of the data's targets by name
     * @param reference training examples, by which a guess is judged
     * @throws IllegalArgumentException when there is no such metric, output or target, or they do not fit
     */
    public static Metric of(
            Optional<String> asked, ModelGraph graph, Map<String, TensorType> targets, Supplier<Examples> reference) {
        OutputTargets pairs = new OutputTargets(graph, targets);
        OutputSpec spec = asked.map(OutputSpec::parse).orElse(OutputSpec.parse(""));
        asked.ifPresent(text -> requireKnown(spec.name()));
        String output = pairs.output(spec);
        String target = pairs.target(spec, output)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The data has nothing to compare the output (%s) with.%nMaybe a file labels.npy, or --evaluator."
                                .formatted(output)));
        TensorType type = pairs.type(target);
        String name = spec.name().isEmpty() ? usual(type) : spec.name();
        boolean isClasses = type.dataType() == DataType.INT64;
        if (!name.equals(MEAN_ERROR) && !isClasses) {
            throw new IllegalArgumentException(
                    "The metric (%s) needs class numbers, but the target (%s) holds %s.%nMaybe --metric mae."
                            .formatted(name, target, type.dataType()));
        }
        if (name.equals(MEAN_ERROR)) {
            return MeanAbsoluteError.against(reference.get(), output, target);
        }
        if (name.equals(MEAN_IOU)) {
            return new MeanIntersectionOverUnion(output, target, classes(graph, output));
        }
        int k = Integer.parseInt(name.substring(TOP.length()));
        int classes = classes(graph, output);
        if (k >= classes) {
            throw new IllegalArgumentException(
                    "Of %d classes, %s is always right.%nMaybe --metric top1.".formatted(classes, name));
        }
        return new TopAccuracy(k, output, target, classes);
    }

    private static void requireKnown(String name) {
        if (!name.equals(MEAN_IOU) && !name.equals(MEAN_ERROR) && !name.matches(TOP + "[1-9]\\d?")) {
            throw new IllegalArgumentException(
                    "The metric (%s) is none of top1, top5, miou, mae.%nMaybe --evaluator with a command of your own."
                            .formatted(name));
        }
    }

    private static String usual(TensorType target) {
        if (target.dataType() != DataType.INT64) {
            return MEAN_ERROR;
        }
        return target.shape().rank() > 1 ? MEAN_IOU : "top1";
    }

    private static int classes(ModelGraph graph, String output) {
        return ShapeInference.infer(graph)
                .shape(output)
                .filter(shape -> shape.rank() > 1 && shape.dim(1).isKnown() && shape.size(1) > 1)
                .map(shape -> Math.toIntExact(shape.size(1)))
                .orElseThrow(() -> new InvalidDataException(
                        "The output (%s) does not say how many classes it tells apart.%nMaybe another output: its second size must be known and more than 1."
                                .formatted(output)));
    }
}

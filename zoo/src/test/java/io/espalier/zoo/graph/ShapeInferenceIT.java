package io.espalier.zoo.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inferred shapes and integers of every value against what the runtime computes. */
class ShapeInferenceIT {
    private static final int BATCH = 3;

    static Stream<Path> models() {
        return SharedFiles.models().stream();
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("models")
    void everyValueHasTheShapeThatTheRuntimeSees(Path file) {
        Model model = OnnxReader.read(file);
        Shapes shapes = ShapeInference.infer(model.graph());
        try (InferenceSession session = OnnxRuntime.open()
                .open(showingAll(model, shapes), SessionOptions.of(1).unoptimized())) {
            Map<String, Tensor> values = session.run(Feeds.of(model.graph(), BATCH, 1));

            values.forEach((name, value) -> {
                assertThat(at(shapes.known(name).dims())).as(name).isEqualTo(value.shape());
                assertThat(shapes.type(name).orElseThrow().dataType()).as(name).isEqualTo(value.dataType());
                if (shapes.integers().containsKey(name)) {
                    assertThat(at(shapes.integers().get(name))).as(name).isEqualTo(Longs.of(value.longs()));
                }
            });
            assertThat(values).hasSizeGreaterThanOrEqualTo(model.graph().nodes().size());
        }
    }

    private static Model showingAll(Model model, Shapes shapes) {
        ModelGraph.Builder builder = model.graph().toBuilder();
        for (Node node : model.graph().nodes()) {
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !model.graph().isOutput(output)) {
                    builder.output(output, shapes.type(output).orElseThrow());
                }
            }
        }
        return new Model(builder.build(), model.weights());
    }

    /** The sizes when the free batch, the only symbol in these models, is {@link #BATCH}. */
    private static Longs at(List<Dim> dims) {
        return Longs.of(dims.stream().mapToLong(ShapeInferenceIT::at).toArray());
    }

    private static long at(Dim dim) {
        long product = 1;
        for (String factor : dim.toString().split("\\*")) {
            product *= factor.matches("-?\\d+") ? Long.parseLong(factor) : BATCH;
            assertThat(factor).matches("-?\\d+|\\w+");
        }
        return product;
    }
}

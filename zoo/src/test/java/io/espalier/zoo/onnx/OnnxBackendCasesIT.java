package io.espalier.zoo.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.onnx.OperatorCase.Form;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.TensorNumbers;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ONNX's own operator test cases: an oracle for reading, shape inference, writing and channels that is not ours. */
class OnnxBackendCasesIT {
    private static final SessionOptions PLAIN = SessionOptions.of(1).unoptimized();

    private final InferenceRuntime runtime = OnnxRuntime.open();

    @TempDir
    Path folder;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** Publishes the counts. @param least how many there must be of {@code what}, so that nothing falls out unseen */
    private void report(Form form, TestReporter reporter, String what, int least) {
        reporter.publishEntry(form.name(), counts.toString());
        assertThat(String.join("\n", failures)).isEmpty();
        assertThat(counts.getOrDefault(what, 0)).as("%s in %s", what, counts).isGreaterThanOrEqualTo(least);
    }

    /** The model of a case; empty when it is refused as it may be, and a failure when it is refused otherwise. */
    private Optional<Model> read(OperatorCase each, Form form) {
        try {
            return Optional.of(OnnxReader.parse(each.in(form).toByteArray()));
        } catch (InvalidModelException | UnsupportedFeatureException e) {
            count("refused");
        } catch (RuntimeException e) {
            failures.add("%s: %s".formatted(each.name(), e));
        }
        return Optional.empty();
    }

    private static boolean isTyped(ModelGraph graph) {
        return graph.nodes().stream().noneMatch(node -> node.operator() instanceof Operator.Opaque);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void inferredTypesAreThoseOfTheStoredOutputs(Form form, TestReporter reporter) {
        for (OperatorCase each : OperatorCase.all()) {
            read(each, form).ifPresent(model -> {
                if (each.isNumeric()) {
                    count(isTyped(model.graph()) ? "typed" : "opaque");
                    infer(each, model.graph());
                } else {
                    count("not of numbers");
                }
            });
        }
        report(form, reporter, "typed", 430);
    }

    private void infer(OperatorCase each, ModelGraph graph) {
        try {
            Shapes declared = ShapeInference.infer(graph);
            Shapes free = ShapeInference.infer(withFreeOutputs(graph));
            each.expected().forEach((output, tensor) -> {
                compare(each.name() + " as declared", output, declared, tensor);
                compare(each.name(), output, free, tensor);
            });
        } catch (RuntimeException e) {
            failures.add("%s: %s".formatted(each.name(), e));
        }
    }

    /** The same graph, whose outputs do not tell their sizes. */
    private static ModelGraph withFreeOutputs(ModelGraph graph) {
        List<GraphValue> outputs = new ArrayList<>();
        for (GraphValue output : graph.outputs()) {
            Shape shape = output.type().shape();
            for (int axis = 0; axis < shape.rank(); axis++) {
                shape = shape.with(axis, Dim.symbol("free." + axis));
            }
            outputs.add(new GraphValue(output.name(), output.type().withShape(shape)));
        }
        return graph.toBuilder().outputs(outputs).build();
    }

    private void compare(String name, String output, Shapes shapes, Tensor stored) {
        Optional<TensorType> inferred = shapes.type(output);
        if (inferred.isEmpty()) {
            count("unknown types");
            return;
        }
        count("known types");
        Shape shape = inferred.get().shape();
        boolean fits = inferred.get().dataType() == stored.dataType()
                && shape.rank() == stored.shape().size();
        for (int axis = 0; fits && axis < shape.rank(); axis++) {
            Dim dim = shape.dim(axis);
            count(dim.isKnown() ? "known sizes" : "free sizes");
            fits = !dim.isKnown() || dim.size() == stored.shape().at(axis);
        }
        List<Dim> elements = shapes.integers().getOrDefault(output, List.of());
        for (int i = 0; fits && i < elements.size(); i++) {
            count(elements.get(i).isKnown() ? "known integers" : "free integers");
            fits = !elements.get(i).isKnown() || elements.get(i).size() == stored.longs()[i];
        }
        if (!fits) {
            failures.add(
                    "%s: (%s) is %s, but %s %s was inferred".formatted(name, output, stored, inferred.get(), elements));
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsWrittenRunsLikeTheFile(Form form, TestReporter reporter) {
        for (OperatorCase each : OperatorCase.all()) {
            read(each, form).ifPresent(model -> {
                if (each.isNumeric()) {
                    run(each, form, model);
                } else {
                    count("not of numbers");
                }
            });
        }
        report(form, reporter, "typed, as stored", 380);
    }

    private void run(OperatorCase each, Form form, Model model) {
        Map<String, Tensor> given;
        try {
            given = outputs(file(each, form), each.feeds(form));
        } catch (InvalidModelException
                | UnsupportedFeatureException
                | IllegalArgumentException
                | IllegalStateException e) {
            count("not run: " + e.getClass().getSimpleName());
            return;
        }
        String kind = isTyped(model.graph()) ? "typed" : "opaque";
        try {
            Map<String, Tensor> written = outputs(runtime.open(model, PLAIN), each.feeds(form));
            boolean isRandom = !given.equals(outputs(file(each, form), each.feeds(form)));
            if (isRandom) {
                count(kind + ", random");
            } else if (!written.equals(given)) {
                failures.add("%s: %s written, %s given".formatted(each.name(), written, given));
            } else {
                count(
                        TensorNumbers.areClose(written, each.expected())
                                ? kind + ", as stored"
                                : kind + ", as the runtime runs the file, but not as stored");
            }
        } catch (RuntimeException e) {
            failures.add("%s: %s".formatted(each.name(), e));
        }
    }

    /** The file as the runtime itself reads it. */
    private InferenceSession file(OperatorCase each, Form form) {
        Path file = folder.resolve(each.name() + "-" + form + ".onnx");
        try {
            Files.write(file, each.in(form).toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runtime.open(file, PLAIN);
    }

    private static Map<String, Tensor> outputs(InferenceSession session, Map<String, Tensor> feeds) {
        try (session) {
            return session.run(feeds);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void channelsAreFollowedOrFrozenInEveryCase(Form form, TestReporter reporter) {
        for (OperatorCase each : OperatorCase.all()) {
            read(each, form).ifPresent(model -> {
                try {
                    ChannelGroups.of(model.graph());
                    count("read");
                } catch (RuntimeException e) {
                    failures.add("%s: %s".formatted(each.name(), e));
                }
            });
        }
        report(form, reporter, "read", 780);
    }
}

package io.espalier.training.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.Supervision;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model's task is, from its outputs, the data's targets and what the user says. */
class MetricsTest {
    private static final TensorType CLASS = new TensorType(DataType.INT64, rows());
    private static final TensorType CLASSES = new TensorType(DataType.INT64, rows(4, 4));
    private static final TensorType NUMBERS = TensorType.floats(rows(2));

    /** Scores of 7 classes for each of 4×4 places, and two numbers. */
    private static final ModelGraph GRAPH = graph();

    private static Shape rows(long... sizes) {
        Shape shape = Shape.of(java.util.stream.LongStream.concat(
                        java.util.stream.LongStream.of(1), java.util.stream.LongStream.of(sizes))
                .toArray());
        return shape.with(0, Dim.symbol("N"));
    }

    private static ModelGraph graph() {
        Operator relu = Operator.Activation.of(Operator.Activation.Kind.RELU);
        return ModelGraph.builder("two")
                .input("a", TensorType.floats(rows(7, 4, 4)))
                .input("b", TensorType.floats(rows(2)))
                .node("first", relu, List.of("a"), "scores")
                .node("second", relu, List.of("b"), "numbers")
                .output("scores", TensorType.floats(rows(7, 4, 4)))
                .output("numbers", TensorType.floats(rows(2)))
                .build();
    }

    private static Metric metric(String asked, Map<String, TensorType> targets) {
        return Metrics.of(Optional.of(asked).filter(text -> !text.isEmpty()), GRAPH, targets, () -> {
            throw new IllegalStateException("No guess is wanted.");
        });
    }

    @Test
    void theTargetSuggestsTheMetric() {
        assertThat(metric("", Map.of("labels", CLASS)).description()).isEqualTo("top1 of scores by labels");
        assertThat(metric("", Map.of("labels", CLASSES)).description()).isEqualTo("miou of scores by labels");
        assertThat(metric("", Map.of("scores", CLASSES, "numbers", NUMBERS)).description())
                .isEqualTo("miou of scores by scores");
        assertThatThrownBy(() -> metric("", Map.of("numbers", NUMBERS))).hasMessage("No guess is wanted.");
    }

    @Test
    void theUserMayNameMetricOutputAndTarget() {
        Map<String, TensorType> targets = Map.of("labels", CLASS, "mask", CLASSES);
        assertThat(metric("top5", targets).description()).isEqualTo("top5 of scores by labels");
        assertThat(metric("miou:scores=mask", targets).description()).isEqualTo("miou of scores by mask");
        assertThat(metric("top5", targets).guessing()).isEqualTo(5 / 7.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top1:sores|The model has no output (sores), but [scores, numbers].",
                "top1:scores=label|The data has no target (label), but [labels, numbers].",
                "top7:scores|Of 7 classes, top7 is always right.",
                "f1|The metric (f1) is none of top1, top5, miou, mae.",
                "top1:numbers|The metric (top1) needs class numbers, but the target (numbers) holds FLOAT.",
            })
    void whatDoesNotFitIsSaid(String asked, String message) {
        assertThatThrownBy(() -> metric(asked, Map.of("labels", CLASS, "numbers", NUMBERS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("Maybe");
    }

    @Test
    void withoutATargetThereIsNothingToCompare() {
        assertThatThrownBy(() -> metric("", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The data has nothing to compare the output (scores) with.");
    }

    @Test
    void everyOutputWithATargetIsLearnt() {
        assertThat(supervision(Map.of("scores", CLASSES, "numbers", NUMBERS)))
                .isEqualTo("cross-entropy:scores=scores + mse:numbers=numbers");
        assertThat(supervision(Map.of("labels", CLASS))).isEqualTo("cross-entropy:scores=labels");
        assertThat(supervision(Map.of())).isEqualTo("mse:scores");
        assertThat(supervision(Map.of("labels", CLASS), "mse:numbers=labels", "cross-entropy"))
                .isEqualTo("mse:numbers=labels + cross-entropy:scores=labels");
    }

    private static String supervision(Map<String, TensorType> targets, String... losses) {
        return Supervision.of(List.of(losses), GRAPH, targets).toString();
    }

    @Test
    void aLossThatDoesNotFitIsSaid() {
        assertThatThrownBy(() -> supervision(Map.of("numbers", NUMBERS), "hinge"))
                .hasMessageStartingWith("The loss (hinge) is neither cross-entropy nor mse.");
        assertThatThrownBy(() -> supervision(Map.of("numbers", NUMBERS), "cross-entropy:numbers"))
                .hasMessageStartingWith(
                        "The loss (cross-entropy:numbers) needs class numbers, but the target holds FLOAT");
        assertThatThrownBy(() -> supervision(Map.of("x", NUMBERS, "y", NUMBERS)))
                .hasMessageStartingWith("Nothing says which of the targets [x, y] belongs to the output (scores).");
        assertThatThrownBy(() -> Supervision.of(List.of(), GRAPH, Map.of()).loss(0))
                .hasMessageStartingWith("The data has no target for the output (scores).");
    }
}

package io.espalier.training.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.CrossEntropy;
import io.espalier.training.Trained;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintedTrainingTest {

    /** Values {@code stage0.block0.sum…} and so on: maps of the size, then of half of it. */
    private static Model network(int width, int size) {
        List<ResNet.Stage> stages = List.of(new ResNet.Stage(width, 1), new ResNet.Stage(2 * width, 1));
        return new ResNet("net" + width, 3, size, size, stages, 3).initialized(width);
    }

    /** The output of the last ReLU whose map is as wide. */
    private static String map(Model model, long places) {
        ModelGraph graph = model.graph();
        List<String> found = new ArrayList<>();
        var shapes = ShapeInference.infer(graph);
        graph.nodes()
                .forEach(node -> shapes.shape(node.output())
                        .filter(shape -> shape.rank() == 4 && shape.size(3) == places)
                        .ifPresent(shape -> found.add(node.output())));
        return found.get(found.size() - 1);
    }

    private static Map<String, String> outputs(Model model) {
        Map<String, String> outputs = new LinkedHashMap<>();
        for (GraphValue output : model.graph().outputs()) {
            outputs.put(output.name(), output.type().shape().toString());
        }
        return outputs;
    }

    @Test
    void outputsFollowThoseThatAreThere() {
        Model student = network(4, 8);
        Model teacher = network(6, 8);
        HintedTraining hinted = HintedTraining.of(
                student,
                teacher,
                List.of(
                        Hint.of(map(student, 8), map(teacher, 8), Hint.Kind.ATTENTION),
                        Hint.of(map(student, 4), map(teacher, 4), Hint.Kind.FITNETS)),
                1);

        assertThat(outputs(hinted.student()))
                .containsExactly(
                        Map.entry("logits", "[N×3]"),
                        Map.entry(map(student, 8), "[N×4×8×8]"),
                        Map.entry("espalier.hint.1", "[N×12×4×4]"));
        assertThat(outputs(hinted.teacher()))
                .containsExactly(
                        Map.entry("logits", "[N×3]"),
                        Map.entry("espalier.hint.0", "[N×8×8]"),
                        Map.entry(map(teacher, 4), "[N×12×4×4]"));
        assertThat(hinted.loss(CrossEntropy.of("logits")).outputs())
                .containsExactly("logits", map(student, 8), "espalier.hint.1");
    }

    @ParameterizedTest(name = "{0} against {1}, {2}")
    @CsvSource({"8, 4, ATTENTION", "4, 8, ATTENTION", "8, 4, FITNETS", "4, 8, FITNETS"})
    void theLargerMapIsAveraged(long own, long wanted, Hint.Kind kind) {
        Model student = network(4, 8);
        Model teacher = network(6, 8);
        HintedTraining hinted =
                HintedTraining.of(student, teacher, List.of(Hint.of(map(student, own), map(teacher, wanted), kind)), 1);

        assertThat(outputs(hinted.student()).values()).last().asString().endsWith("×4×4]");
        assertThat(outputs(hinted.teacher()).values()).last().asString().endsWith("×4×4]");
    }

    @Test
    void weightsComeBackIntoTheGraphAsItWas() {
        Model student = network(4, 8);
        Model teacher = network(6, 8);
        Hint hint = Hint.of(map(student, 4), map(teacher, 4), Hint.Kind.FITNETS);
        HintedTraining hinted = HintedTraining.of(student, teacher, List.of(hint), 1);
        Model other = network(4, 8);
        Map<String, Tensor> moved = new LinkedHashMap<>();
        student.weights().tensors().forEach((name, tensor) -> {
            float[] numbers = tensor.floats();
            numbers[0] += 1;
            moved.put(name, Tensor.ofFloats(tensor.shape(), numbers));
        });
        Model trained =
                new Model(hinted.student().graph(), hinted.student().weights().with(moved));

        Model back = hinted.withoutHints(new Trained(trained, List.of(1.0))).model();

        assertThat(hinted.student().weights().tensors())
                .hasSize(student.weights().tensors().size() + 2);
        assertThat(back.graph()).isSameAs(student.graph());
        assertThat(back.weights().tensors()).isEqualTo(moved);
        assertThat(student.weights().sha256()).isEqualTo(other.weights().sha256());
    }

    @Test
    void withoutHintsNothingIsAdded() {
        Model student = network(4, 8);
        HintedTraining hinted = HintedTraining.of(student, student, List.of(), 1);

        assertThat(hinted.student().graph().nodes()).isEqualTo(student.graph().nodes());
        assertThat(outputs(hinted.teacher())).isEqualTo(outputs(student));
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        Model student = network(4, 8);
        Model teacher = network(6, 12);
        assertThatThrownBy(() -> HintedTraining.of(
                        student, teacher, List.of(Hint.of(map(student, 8), map(teacher, 12), Hint.Kind.ATTENTION)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        The hint %s=%s compares maps of 8×8 and 12×12 places, and neither size goes into the other.
                        Maybe values behind as many strides.""".formatted(map(student, 8), map(teacher, 12)));
        assertThatThrownBy(() -> HintedTraining.of(
                        student, teacher, List.of(Hint.of("logits", map(teacher, 12), Hint.Kind.FITNETS)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The value (logits) of the model (net4) is FLOAT [N×3], but a hint compares");
        assertThatThrownBy(() -> HintedTraining.of(
                        student, teacher, List.of(Hint.of(map(student, 8), "nothing", Hint.Kind.FITNETS)), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The teacher (net6) has no value (nothing) of a known shape.");
        assertThatThrownBy(() -> new Hint("a", "b", Hint.Kind.FITNETS, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The weight (-1.0) of the hint a=b must be 0 or more.");
    }
}

package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.longs;
import static io.espalier.zoo.onnx.Protos.node;
import static io.espalier.zoo.onnx.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.weights.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An {@code If} around a part of the network, as exporters write for a Squeeze of an axis of unknown size. */
class KnownBranchesTest {
    private static GraphProto branch(String output, NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("branch")
                .addAllNode(List.of(nodes))
                .addOutput(value(output))
                .build();
    }

    /** Two branches that give their results the same name, behind the size of axis {@code axis} of {@code [N, 4]}. */
    private static GraphProto.Builder branching(long axis, long asked) {
        NodeProto choice = node(
                "If",
                "is",
                "chosen",
                Protos.graph("then_branch", branch("r", node("Neg", "inner", "r"), node("Abs", "x", "inner"))),
                Protos.graph("else_branch", branch("r", node("Exp", "x", "r"))));
        return Protos.graph(
                        node("Shape", "x", "sizes"),
                        node("Gather", "sizes axis", "size"),
                        node("Equal", "size asked", "is"),
                        choice,
                        node("Relu", "chosen", "inner"),
                        node("Relu", "inner", "y"))
                .addInitializer(longs("axis", axis))
                .addInitializer(longs("asked", asked));
    }

    @Test
    void theBranchOfAKnownConditionTakesItsPlace() {
        Model model = Protos.read(17, branching(1, 4));

        assertThat(model.graph().producer("chosen").map(Node::operator))
                .contains(Operator.Activation.of(Operator.Activation.Kind.NEG));
        String read = model.graph().producer("chosen").orElseThrow().input(0);
        assertThat(read).isNotEqualTo("inner");
        assertThat(model.graph().producer(read).map(Node::operator))
                .contains(Operator.Activation.of(Operator.Activation.Kind.ABS));
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);

        assertThat(Protos.read(17, branching(1, 5)).graph().producer("chosen").map(Node::operator))
                .contains(Operator.Activation.of(Operator.Activation.Kind.EXP));
    }

    @Test
    void aBranchMayGiveBackWhatIsAround() {
        GraphProto.Builder graph = Protos.graph(
                        node(
                                "If",
                                "yes",
                                "chosen",
                                Protos.graph("then_branch", branch("x")),
                                Protos.graph("else_branch", branch("r", node("Exp", "x", "r")))),
                        node("Relu", "chosen", "y"))
                .addInitializer(Protos.tensor("yes", DataType.BOOL).addInt32Data(1));

        Model model = Protos.read(17, graph);

        assertThat(model.graph().producer("chosen").orElseThrow().inputs()).containsExactly("x");
    }

    @Test
    void aConditionThatIsNotKnownLeavesTheNodeWithTheNumberOfAxesThatBothBranchesDeclare() {
        Model model = Protos.read(17, branching(0, 1));

        assertThat(model.graph().producer("chosen").map(Node::operator)).containsInstanceOf(Operator.Opaque.class);
        Shapes shapes = ShapeInference.infer(model.graph());
        assertThat(shapes.known("chosen").rank()).isEqualTo(2);
        assertThat(shapes.known("chosen").dims()).noneMatch(Dim::isKnown);
        assertThat(shapes.shape("inner")).isPresent();
        Models.assertEqual(OnnxReader.parse(OnnxWriter.bytes(model)), model);
    }
}

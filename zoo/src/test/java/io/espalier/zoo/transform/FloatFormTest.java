package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloatFormTest {

    private final Model exported = ExportForm.of(ResNet.cifar(1, 10).initialized(3));

    private ModelGraph quantized(Precision ofStem) {
        return QdqQuantizer.quantize(
                        exported,
                        node -> node.name().startsWith("stem") ? ofStem : Precision.INT8,
                        Calibration.assumed(exported.graph()))
                .graph();
    }

    @Test
    void aFloatingPointGraphIsItsOwnForm() {
        FloatForm form = FloatForm.of(exported.graph());
        assertThat(form.graph()).isSameAs(exported.graph());
        assertThat(form.int8Nodes()).isEmpty();
    }

    @Test
    void undoesTheQuantizer() {
        FloatForm form = FloatForm.of(quantized(Precision.INT8));
        assertThat(form.graph().nodes().stream().map(Node::name))
                .containsExactlyElementsOf(
                        exported.graph().nodes().stream().map(Node::name).toList());
        for (Node node : exported.graph().nodes()) {
            Node stripped = form.graph().node(node.name()).orElseThrow();
            assertThat(stripped.operator()).isEqualTo(node.operator());
            assertThat(stripped.outputs()).isEqualTo(node.outputs());
            for (int i = 0; i < node.inputs().size(); i++) {
                TensorType weight = exported.graph().weights().get(node.input(i));
                if (weight == null) {
                    assertThat(stripped.input(i)).isEqualTo(node.input(i));
                } else {
                    assertThat(form.graph().weights().get(stripped.input(i))).isEqualTo(weight);
                }
            }
            assertThat(form.precision(stripped)).as(node.name()).isEqualTo(Precision.INT8);
        }
    }

    @Test
    void tellsWhatStayedInFloatingPoint() {
        FloatForm form = FloatForm.of(quantized(Precision.FP32));
        for (Node node : form.graph().nodes()) {
            Precision expected = node.name().startsWith("stem.conv") ? Precision.FP32 : Precision.INT8;
            if (node.operator() instanceof Operator.Convolution) {
                assertThat(form.precision(node)).as(node.name()).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesIntegersThatAnotherOperatorReads() {
        ModelGraph graph = ModelGraph.builder("integers")
                .input("x", TensorType.floats(Shape.of(1, 4)))
                .weight("scale", TensorType.floats(Shape.of()))
                .weight("zero", new TensorType(DataType.UINT8, Shape.of()))
                .node("quantize", new Operator.Quantize(1), List.of("x", "scale", "zero"), "q")
                .node(
                        "product",
                        new Operator.Opaque("com.microsoft", "QGemm", Map.of(), List.of()),
                        List.of("q", "scale"),
                        "y")
                .output("y", TensorType.floats(Shape.of(1, 4)))
                .build();
        assertThatThrownBy(() -> FloatForm.of(graph))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("""
                        The integers (q) are read by the node (product); only pairs of QuantizeLinear and DequantizeLinear are understood.
                        Maybe give the floating-point model, or export it again in the QDQ form.""");
    }
}

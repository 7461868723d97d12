package io.espalier.zoo.onnx;

import static io.espalier.zoo.onnx.Protos.longs;
import static io.espalier.zoo.onnx.Protos.node;
import static io.espalier.zoo.onnx.Protos.wholes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxesFormTest {

    @ParameterizedTest(name = "{0} of opset {2} in opset {3}")
    @CsvSource({
        "Squeeze, axes, 11, 13",
        "Unsqueeze, axes, 12, 21",
        "Split, split, 11, 13",
        "Split, split, 12, 18",
        "ReduceSum, axes, 11, 13",
        "ReduceMean, axes, 17, 18",
        "ReduceL2, axes, 13, 20"
    })
    void anAttributeOfAnOldOperatorSetBecomesAnInput(String type, String attribute, int opset, int newOpset)
            throws InvalidProtocolBufferException {
        Model old = Protos.read(opset, Protos.graph(node(type, "x", "y", wholes(attribute, 1L))));
        assertThat(written(old, opset).getInputList()).containsExactly("x");
        assertThat(written(old, opset).getAttribute(0).getIntsList()).containsExactly(1L);

        NodeProto node = written(old, newOpset);
        Model read = OnnxReader.parse(OnnxWriter.bytes(in(old, newOpset)));

        assertThat(node.getInputList()).containsExactly("x", type + "_0_axes");
        assertThat(node.getAttributeList()).noneMatch(each -> each.getName().equals(attribute));
        assertThat(read.graph().constants()).containsEntry(type + "_0_axes", IntegerConstant.vector(1));
    }

    @ParameterizedTest(name = "{0} of opset {2} in opset {3}")
    @CsvSource({"Squeeze, axes, 13, 11", "Split, split, 17, 12", "ReduceSum, axes, 13, 11", "ReduceMax, axes, 18, 17"})
    void aConstantInputOfANewOperatorSetBecomesAnAttribute(String type, String attribute, int opset, int newOpset)
            throws InvalidProtocolBufferException {
        Model young = Protos.read(opset, Protos.graph(node(type, "x axes", "y")).addInitializer(longs("axes", 2, 3)));
        assertThat(written(young, opset).getInputList()).containsExactly("x", "axes");

        NodeProto node = written(young, newOpset);

        assertThat(node.getInputList()).containsExactly("x");
        assertThat(node.getAttribute(0).getName()).isEqualTo(attribute);
        assertThat(Longs.of(node.getAttribute(0).getIntsList())).isEqualTo(Longs.of(2, 3));
    }

    private static NodeProto written(Model model, int opset) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(OnnxWriter.bytes(in(model, opset)))
                .getGraph()
                .getNode(0);
    }

    private static Model in(Model model, int opset) {
        ModelGraph graph = model.graph().toBuilder().opset("", opset).build();
        return new Model(graph, Weights.empty());
    }
}

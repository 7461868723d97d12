package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantFoldingTest {
    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    /** What PyTorch exports for {@code F.pad(x, (0, 0, 0, 0, 2, 2))}: the pads are given last axis first. */
    private String optionAShortcut(String x) {
        String given = net.integers(0, 0, 0, 0, 2, 2);
        String zeros = net.node(new Operator.Fill(DataType.INT64, 0), net.integers(2));
        String all = net.node(new Operator.Concat(0), given, zeros);
        String pairs = net.node(Reshape.of(Reshape.Kind.RESHAPE), all, net.integers(-1, 2));
        String reversed = net.node(
                new Operator.Slice(),
                pairs,
                net.integers(-1),
                net.integers(-Long.MAX_VALUE),
                net.integers(0),
                net.integers(-1));
        String turned = net.node(new Operator.Transpose(Longs.of(1, 0)), reversed);
        String flat = net.node(Reshape.of(Reshape.Kind.RESHAPE), turned, net.integers(-1));
        String pads = net.node(new Operator.Cast(DataType.INT64), flat);
        return net.node(new Operator.Pad("constant"), x, pads);
    }

    @Test
    void thePadsOfAnOptionAShortcutBecomeAConstant() {
        String padded = optionAShortcut(net.input(16, 8, 8));
        ModelGraph graph = net.build(padded).graph();

        ModelGraph folded = DeadNodes.remove(ConstantFolding.fold(graph));

        assertThat(folded.nodes()).hasSize(1);
        String pads = folded.nodes().get(0).input(1);
        assertThat(folded.constants().get(pads).values()).isEqualTo(Longs.of(0, 2, 0, 0, 0, 2, 0, 0));
        assertThat(ShapeInference.infer(folded).known(padded)).hasToString("[N×20×8×8]");
    }

    @Test
    void aChainThatDependsOnTheFreeBatchStays() {
        String x = net.input(4, 2);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), x);
        String batch = net.node(new Operator.Gather(0), sizes, net.integers(0));
        String rest = net.node(new Operator.Gather(0), sizes, net.integers(1));
        String target = net.node(new Operator.Concat(0), batch, rest, net.integers(-1));
        ModelGraph graph =
                net.build(net.node(Reshape.of(Reshape.Kind.RESHAPE), x, target)).graph();

        ModelGraph folded = DeadNodes.remove(ConstantFolding.fold(graph));

        assertThat(folded.nodes())
                .extracting(Node::output)
                .contains(batch, target)
                .doesNotContain(rest);
        assertThat(folded.constants().get(rest).values()).isEqualTo(Longs.of(4));
    }

    @Test
    void anExpandThatBroadcastingMakesNeedlessIsLeftOut() {
        String x = net.input(4, 2);
        Operator expand = Reshape.of(Reshape.Kind.EXPAND);
        String gate = net.weight("gate", -1, 1, 4, 1);
        String stretched = net.node(expand, gate, net.integers(1, 4, 2));
        String one = net.node(expand, net.weight("one", -1, 1, 1, 1), net.integers(1, 4, 2));
        String other = net.node(expand, net.weight("other", -1, 1, 4, 1), net.integers(1, 4, 2));
        String both = net.add(one, other);
        ModelGraph graph = net.build(net.add(net.add(x, stretched), both)).graph();

        ModelGraph folded = ConstantFolding.fold(graph);

        assertThat(folded.producer(stretched)).isEmpty();
        assertThat(folded.consumers(gate)).hasSize(1);
        assertThat(folded.producer(one)).isPresent();
        assertThat(folded.producer(other)).isPresent();
        String result = graph.outputs().get(0).name();
        assertThat(ShapeInference.infer(folded).known(result))
                .isEqualTo(ShapeInference.infer(graph).known(result));
    }

    @Test
    void aCopiedWeightIsShared() {
        String x = net.input(4);
        String weight = net.weight("w", -1, 1, 4, 4);
        Operator identity = Operator.Activation.of(Operator.Activation.Kind.IDENTITY);
        String copy = net.node(identity, net.node(identity, weight));
        Operator gemm = new Operator.Gemm(false, false, 1, 1);
        ModelGraph graph =
                net.build(net.node(gemm, net.node(gemm, x, weight), copy)).graph();

        ModelGraph folded = ConstantFolding.fold(graph);

        assertThat(folded.consumers("w")).hasSize(2);
        assertThat(folded.nodes()).hasSize(2);
    }

    @Test
    void aConstantOutputKeepsItsNode() {
        net.input(4);
        String sum = net.add(net.integers(1, 2), net.integers(3, 4));
        ModelGraph graph = net.build(sum).graph();

        assertThat(ConstantFolding.fold(graph).nodes()).hasSize(1);
    }

    @Test
    void whatNoOutputNeedsGoes() {
        String x = net.input(4);
        net.node(new Operator.Gemm(false, false, 1, 1), x, net.weight("unused", 0, 1, 4, 4));
        net.integers(7);
        ModelGraph graph = net.build(net.relu(x)).graph();

        ModelGraph alive = DeadNodes.remove(graph);

        assertThat(alive.nodes()).hasSize(1);
        assertThat(alive.weights()).isEmpty();
        assertThat(alive.constants()).isEmpty();
        assertThat(alive.inputs()).isEqualTo(graph.inputs());
    }

    @Test
    void identitiesGoFromTheExportFormButForAnOutput() {
        Operator identity = Operator.Activation.of(Operator.Activation.Kind.IDENTITY);
        String inner = net.node(identity, net.relu(net.input(4)));
        String dropped = net.node(Operator.Activation.of(Operator.Activation.Kind.DROPOUT), inner);
        ModelGraph graph = net.build(net.node(identity, net.relu(dropped))).graph();

        ModelGraph exported = ExportForm.of(graph);

        assertThat(exported.nodes()).hasSize(3);
        assertThat(exported.outputs()).isEqualTo(graph.outputs());
        assertThat(List.of(ExportForm.of(exported).nodes())).isEqualTo(List.of(exported.nodes()));
    }
}

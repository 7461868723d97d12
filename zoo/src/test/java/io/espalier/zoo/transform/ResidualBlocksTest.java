package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidualBlocksTest {
    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    private static List<String> removable(ModelGraph graph) {
        return ResidualBlocks.of(graph).stream()
                .filter(ResidualBlock::removable)
                .map(ResidualBlock::id)
                .toList();
    }

    private String branch(String name, String in) {
        String inner = net.relu(net.convolution(name + ".conv1", in, 4, 6, 3, 1, 1));
        return net.convolution(name + ".conv2", inner, 6, 4, 3, 1, 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySubsetInAnyOrderKeepsTheOutput(long seed) {
        Model model = RandomNetworks.residual(seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> chosen = new ArrayList<>(removable(model.graph()));
        chosen.removeIf(id -> random.nextInt(3) == 0);

        Model cut = BlockRemoval.remove(model, chosen);
        Collections.reverse(chosen);

        assertThat(cut.graph().nodes())
                .isEqualTo(BlockRemoval.remove(model.graph(), chosen).nodes());
        assertThat(cut.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(ShapeInference.infer(cut.graph())
                        .known(cut.graph().outputs().get(0).name()))
                .hasToString("[N×10]");
        assertThat(ResidualBlocks.of(cut.graph()))
                .hasSize(ResidualBlocks.of(model.graph()).size() - chosen.size());
        assertThat(cut.graph().weights().keySet()).noneMatch(chosen::contains);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyBlockButThoseThatWidenIsRemovable(long seed) {
        ModelGraph graph = RandomNetworks.residual(seed).graph();

        assertThat(ResidualBlocks.of(graph)).allSatisfy(block -> {
            boolean widens = block.nodes().stream().anyMatch(name -> name.endsWith(".shortcut"));
            assertThat(block.id()).endsWith(".conv1.weight");
            assertThat(block.reason())
                    .isEqualTo(
                            widens
                                    ? "its shortcut is not the identity (%s)"
                                            .formatted(
                                                    graph.nodes().stream()
                                                                    .anyMatch(node -> node.name()
                                                                            .endsWith(".bn"))
                                                            ? "Convolution, Normalization"
                                                            : "Convolution")
                                    : "");
        });
    }

    @Test
    void theReluGoesOnlyWhenTheEntryIsNeverNegative() {
        String signed = net.convolution("stem", net.input(4, 8, 8), 4, 4, 3, 1, 1);
        String first = net.relu(net.add(branch("first", signed), signed));
        String second = net.relu(net.add(first, branch("second", first)));
        Model model = net.build(net.classifier(second, 4, 10));

        ModelGraph cut = BlockRemoval.remove(model, removable(model.graph())).graph();

        assertThat(cut.nodes())
                .extracting(node -> node.operator().getClass().getSimpleName())
                .containsExactly("Convolution", "Activation", "Pool", "Reshape", "Gemm");
    }

    @Test
    void aBlockThatIsReadInsideStays() {
        String entry = net.relu(net.input(4, 8, 8));
        String inner = net.convolution("conv1", entry, 4, 4, 3, 1, 1);
        String exit = net.add(net.convolution("conv2", inner, 4, 4, 3, 1, 1), entry);
        ModelGraph graph = net.build(net.add(exit, net.relu(inner))).graph();

        assertThat(ResidualBlocks.of(graph).get(0).reason())
                .isEqualTo("the value (conv1_out) inside it is also read by (node2)");
    }

    @Test
    void aBlockAtTheOutputLeavesItsName() {
        String entry = net.relu(net.input(4, 8, 8));
        Model model = net.build(net.add(branch("block", entry), entry));

        ModelGraph cut =
                BlockRemoval.remove(model, List.of("block.conv1.weight")).graph();

        assertThat(cut.outputs()).isEqualTo(model.graph().outputs());
        assertThat(cut.nodes())
                .extracting(Node::output)
                .containsExactly(entry, model.graph().outputs().get(0).name());
    }

    @Test
    void anAddOfAConstantOrWithoutLayersIsNoBlock() {
        String x = net.input(4, 8, 8);
        String shifted = net.add(x, net.weight("table", 0, 1, 1, 4, 8, 8));
        ModelGraph graph = net.build(net.add(shifted, net.relu(shifted))).graph();

        assertThat(ResidualBlocks.of(graph)).isEmpty();
    }

    @Test
    void aShapeChainBesideTheBranchDoesNotBindIt() {
        String entry = net.relu(net.input(4, 8, 8));
        String inner = net.convolution("conv", entry, 4, 4, 3, 1, 1);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), inner);
        String same = net.node(Operator.Reshape.of(Operator.Reshape.Kind.RESHAPE), inner, sizes);
        ModelGraph graph = net.build(net.add(same, entry)).graph();

        assertThat(removable(graph)).containsExactly("conv.weight");
    }

    @Test
    void unknownAndFixedBlocksAreRefused() {
        String entry = net.relu(net.input(4, 8, 8));
        String wide = net.add(branch("a", entry), net.convolution("shortcut", entry, 4, 4, 1, 1, 1));
        Model model = net.build(net.add(branch("b", wide), wide));

        assertThatThrownBy(() -> BlockRemoval.remove(model, List.of("c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no block (c).\nMaybe one of [b.conv1.weight] is meant.");
        assertThatThrownBy(() -> BlockRemoval.remove(model, List.of("a.conv1.weight")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The block (a.conv1.weight) cannot be removed: its shortcut is not the identity"
                        + " (Convolution).");
    }
}

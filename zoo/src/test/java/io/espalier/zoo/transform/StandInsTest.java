package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandInsTest {
    private final NetworkBuilder net = new NetworkBuilder(1, 17);

    private String biased(String name, String in, int groups) {
        return net.node(
                Operator.Convolution.of(3, 1, 1, groups),
                in,
                net.weight(name + ".weight", -.5, .5, 4, 4 / groups, 3, 3),
                net.weight(name + ".bias", -.5, .5, 4));
    }

    private String block(String name, String in) {
        return net.add(in, biased(name + ".conv2", net.relu(biased(name + ".conv1", in, 1)), 1));
    }

    private StandIns standIns(String last) {
        return StandIns.of(net.build(net.classifier(last, 4, 10)).graph());
    }

    private static List<String> ids(String... names) {
        return Arrays.stream(names).map(name -> name + ".conv1.weight").toList();
    }

    @Test
    void theLastConvolutionBeforeBlocksStandsInForAllThatFollowOnEachOther() {
        StandIns standIns = standIns(block("c", block("b", block("a", biased("stem", net.input(4, 8, 8), 1)))));

        assertThat(standIns.all()).hasSize(3 + 2 + 1);
        assertThat(standIns.without(ids("b", "c")).values())
                .extracting(StandIn::blocks)
                .as("the second is of a convolution that is gone, too")
                .containsExactly(ids("b", "c"), ids("c"));
        assertThat(standIns.without(ids("a", "c")).values())
                .extracting(StandIn::blocks)
                .containsExactly(ids("a"), ids("c"));
        assertThat(standIns.without(List.of())).isEmpty();
    }

    /** In a residual network with ReLUs behind its sums, also behind a block that widens. */
    @Test
    void everyRemovableBlockOfAResNetHasOne() {
        Model resNet = ExportForm.of(ResNet.cifar(3, 10).initialized(1));

        ResidualBlocks.of(resNet.graph()).stream()
                .filter(ResidualBlock::removable)
                .forEach(block -> assertThat(StandIns.of(resNet.graph()).without(List.of(block.id())))
                        .as(block.id())
                        .hasSize(1));
    }

    @Test
    void aStreamThatIsReadBesideTheBlockCannotChange() {
        String stem = biased("stem", net.input(4, 8, 8), 1);
        String last = block("b", block("a", stem));

        assertThat(standIns(net.node(new Elementwise(Elementwise.Kind.MUL), last, stem))
                        .without(ids("a", "b")))
                .hasSize(1)
                .allSatisfy((name, standIn) -> assertThat(standIn.blocks()).isEqualTo(ids("b")));
    }

    @Test
    void groupedConvolutionsAndOthersThanConvolutionsHaveNoPart() {
        assertThat(standIns(block("a", biased("stem", net.input(4, 8, 8), 2))).all())
                .isEmpty();
        NetworkBuilder pooled = new NetworkBuilder(1, 17);
        assertThat(StandIns.of(pooled.build(pooled.input(4, 8, 8)).graph()).all())
                .isEmpty();
    }
}

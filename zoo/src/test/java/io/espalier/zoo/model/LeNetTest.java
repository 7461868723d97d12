package io.espalier.zoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Parameters;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import org.junit.jupiter.api.Test;

class LeNetTest {
    private final LeNet lenet = new LeNet(1, 28, 28, 10);

    @Test
    void hasItsKnownParametersAndMacs() {
        Shapes shapes = ShapeInference.infer(lenet.graph());

        assertThat(Parameters.of(lenet.graph())).isEqualTo(61_706);
        assertThat(Macs.of(lenet.graph(), shapes))
                .isEqualTo(25 * 6 * 784 + 150 * 16 * 100 + 400 * 120 + 120 * 84 + 84 * 10);
        assertThat(shapes.known("logits").withSymbols(2)).isEqualTo(Shape.of(2, 10));
    }

    @Test
    void itsNeuronsAreChannelGroupsLikeItsFilters() {
        assertThat(ChannelGroups.of(lenet.graph()).groups())
                .filteredOn(ChannelGroup::prunable)
                .extracting(ChannelGroup::id, ChannelGroup::channels)
                .containsExactly(
                        tuple("conv1.weight", 6),
                        tuple("conv2.weight", 16),
                        tuple("dense1.weight", 120),
                        tuple("dense2.weight", 84));
    }

    @Test
    void aSmallerImageIsRefused() {
        assertThatThrownBy(() -> new LeNet(1, 8, 28, 10))
                .hasMessage("A LeNet needs images (1×8×28) of 12×12 or more and classes (10).");
    }
}

package io.espalier.training.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import org.junit.jupiter.api.Test;

class CopiedWeightsTest {

    private static Model network(long seed, int width, int classes, String last) {
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        String x = net.convolution("first", net.input(3, 8, 8), 3, 4, 3, 1, 1);
        x = net.convolution("second", x, 4, width, 3, 1, 1);
        x = net.convolution(last, x, width, 5, 1, 1, 1);
        net.weight("codes", Tensor.ofBytes(DataType.INT8, Longs.of(2), (byte) seed, (byte) 1));
        return net.build(net.classifier(x, 5, classes));
    }

    @Test
    void whatHasNameAndShapeIsCopiedExactlyAndTheRestStays() {
        Model target = network(1, 6, 3, "third");
        Model source = network(2, 8, 3, "other");

        CopiedWeights copied = CopiedWeights.of(target, source);

        assertThat(copied.copied()).containsExactly("first.weight", "fc.weight", "fc.bias");
        assertThat(copied.left())
                .containsExactly(
                        "second.weight (FLOAT[8×4×3×3], not FLOAT[6×4×3×3])",
                        "third.weight (none of that name)",
                        "codes (INT8)");
        assertThat(copied.model().graph()).isSameAs(target.graph());
        target.graph().weights().keySet().forEach(name -> {
            Model from = copied.copied().contains(name) ? source : target;
            assertThat(copied.model().weights().get(name))
                    .as(name)
                    .isEqualTo(from.weights().get(name));
        });
    }

    @Test
    void aNetworkOfItsOwnStructureGivesAll() {
        Model target = network(1, 6, 3, "third");
        Model source = network(5, 6, 3, "third");

        CopiedWeights copied = CopiedWeights.of(target, source);

        assertThat(copied.left()).containsExactly("codes (INT8)");
        assertThat(copied.model()
                        .weights()
                        .with("codes", source.weights().get("codes"))
                        .sha256())
                .isEqualTo(source.weights().sha256());
    }
}

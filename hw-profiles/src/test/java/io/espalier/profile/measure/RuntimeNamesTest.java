package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.NodeTiming;
import io.espalier.zoo.testing.NetworkBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeNamesTest {

    private static ModelGraph chain() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String first = net.relu(net.convolution("conv1", net.input(3, 8, 8), 3, 16, 3, 1, 1));
        String second = net.convolution("conv10", first, 16, 16, 3, 1, 1);
        return net.build(net.convolution("conv1/deep", second, 16, 16, 1, 1, 1)).graph();
    }

    private static int[] match(String... runtimeNames) {
        ModelGraph graph = chain();
        List<NodeTiming> timings = Arrays.stream(runtimeNames)
                .map(name -> new NodeTiming(name, "", new double[] {1}))
                .toList();
        return new RuntimeNames(graph, Kernels.of(graph, Precision.FP32)).match(timings);
    }

    @Test
    void findsNodesByTheirOwnNamesAndThoseOfTheirValues() {
        assertThat(match("conv1", "conv10_out_nchwc", "conv1/deep_token_3")).containsExactly(0, 1, 2);
    }

    @Test
    void takesTheLongestName() {
        assertThat(match("fused conv1/deep", "conv1_quant")).containsExactly(2, 0);
    }

    @Test
    void addsWhatItDoesNotKnowToWhatRunsNext() {
        assertThat(match("ReorderInput", "conv1_out_nchwc", "Transpose", "conv10", "conv1/deep", "ReorderOutput"))
                .containsExactly(0, 0, 1, 1, 2, 2);
    }
}

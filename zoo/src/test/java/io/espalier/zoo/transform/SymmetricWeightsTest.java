package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import org.junit.jupiter.api.Test;

class SymmetricWeightsTest {

    @Test
    void scalesEachOutputChannelByItsOwnLargestWeight() {
        Tensor weight = Tensor.ofFloats(Longs.of(2, 2), 1f, -2f, 0.5f, 0.25f);

        SymmetricWeights integers = SymmetricWeights.of(weight, 0, new float[] {0.1f, -0.1f}, 0.5f);

        assertThat(integers.weight().longs()).containsExactly(64, -127, 127, 64);
        assertThat(integers.weightScale().floats()).containsExactly(2f / 127, 0.5f / 127);
        float biasScale = integers.biasScale().floats()[1];
        assertThat(integers.bias().longs()[1] * biasScale).isCloseTo(-0.1f, within(biasScale));
    }

    @Test
    void scalesTheColumnsOfAMatrix() {
        Tensor weight = Tensor.ofFloats(Longs.of(2, 2), 1f, -2f, 0.5f, 0.25f);

        SymmetricWeights integers = SymmetricWeights.of(weight, 1, new float[0], 0.5f);

        assertThat(integers.weight().longs()).containsExactly(127, -127, 64, 16);
    }

    @Test
    void widensTheScaleOfAChannelWhoseBiasWouldOverflow() {
        Tensor weight = Tensor.ofFloats(Longs.of(1, 1), 1e-12f);

        SymmetricWeights integers = SymmetricWeights.of(weight, 0, new float[] {3f}, 1e-6f);

        float restored = integers.bias().longs()[0] * integers.biasScale().floats()[0];
        assertThat(restored).isCloseTo(3f, within(1e-5f));
    }
}

package io.espalier.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.training.TrainingEngine;
import io.espalier.training.testing.QuantizerContract;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.testing.DyadicNetworks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizersIT implements QuantizerContract {

    @Override
    public TrainingEngine engine() {
        return new PyTorchTrainingEngine();
    }

    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("io.espalier.training.testing.QuantizerContract#widthsAndSeeds")
    void outputsAreThoseOfTheRuntimeToTheBit(int bits, long seed) {
        Model model = DyadicNetworks.residual(seed, new Precision(bits, bits), Precision.INT8);
        Map<String, Tensor> feeds = DyadicNetworks.feeds(BATCH, seed + 10);
        assertThat(TorchPlan.refusal(model.graph())).isEmpty();
        Libtorch.ready(2);

        try (TorchNetwork network = new TorchNetwork(model, TorchPlan.of(model, BATCH), false)) {
            assertThat(network.forward(feeds)).isEqualTo(QuantizerContract.run(model, feeds));
        }
    }
}

package io.espalier.cost.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.testing.Queries;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.testing.Profiles;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncertainNetworksTest {
    private static final List<Precision> PRECISIONS = List.of(Precision.FP32, Precision.INT8);

    private static NetworkRequest network(int inner) {
        Model model = Queries.block(inner);
        return new NetworkRequest("inner " + inner, model.graph(), () -> model);
    }

    /** Knows these networks' kernels, each at a time that follows from its widths. */
    private static HardwareProfile profile(int... inners) {
        List<KernelLatency> kernels = new ArrayList<>();
        for (int inner : inners) {
            for (Precision precision : PRECISIONS) {
                for (Kernel kernel : Kernels.of(Queries.block(inner).graph(), precision)) {
                    double us = 1 + kernel.key().inChannels() * kernel.key().outChannels() / 50.0;
                    kernels.add(Profiles.latency(kernel.key().toString(), us));
                }
            }
        }
        return Profiles.empty().withKernels(kernels);
    }

    @Test
    void choosesWhatIsNotKnownAndNothingTwice() {
        List<NetworkRequest> pool = List.of(network(16), network(24), network(40), network(40));
        List<NetworkRequest> chosen = new UncertainNetworks(pool, PRECISIONS, .01).choose(profile(16, 64), 10);
        assertThat(chosen).extracting(NetworkRequest::name).containsExactlyInAnyOrder("inner 24", "inner 40");
    }

    @Test
    void whatHasNoPriceComesFirst() {
        HardwareProfile convolutionsOnly = Profiles.empty()
                .withKernels(profile(16, 24).kernels().stream()
                        .filter(kernel -> kernel.key().isWeighted())
                        .toList());
        List<NetworkRequest> pool = List.of(network(16), network(24));
        assertThat(new UncertainNetworks(pool, PRECISIONS, .01).choose(convolutionsOnly, 1))
                .hasSize(1);
    }

    @Test
    void whereAllIsMeasuredNothingIsLeftToShow() {
        List<NetworkRequest> pool = List.of(network(16), network(24));
        assertThat(new UncertainNetworks(pool, PRECISIONS, .01).choose(profile(16, 24), 10))
                .isEmpty();
    }
}

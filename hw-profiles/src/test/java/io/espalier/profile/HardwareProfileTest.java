package io.espalier.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HardwareProfileTest {
    private static final NetworkRequest ONE = FakeRuntime.network(64, 32);
    private static final NetworkRequest OTHER = FakeRuntime.network(48, 16);

    private static Set<KernelKey> kernels(NetworkRequest network) {
        return Kernels.of(network.graph(), Precision.FP32).stream()
                .map(Kernel::key)
                .collect(Collectors.toSet());
    }

    @Test
    void forgetsTheNetworksOfAKernelWithAllTheirKernels() {
        FakeRuntime runtime = FakeRuntime.quiet();
        ProfileMeasurement measurement = new ProfileMeasurement(
                runtime, Map.of(Precision.FP32, UnaryOperator.identity()), runtime::nanoTime, InstantSource.system());
        HardwareProfile both = measurement.measure(
                measurement.start(Optional.empty(), 1, 1),
                List.of(ONE, OTHER),
                Duration.ofHours(1),
                MeasurementListener.NONE);
        Set<KernelKey> ofOneAlone = kernels(ONE);
        ofOneAlone.removeAll(kernels(OTHER));

        HardwareProfile left = both.without(Set.of(ofOneAlone.iterator().next()));

        assertThat(left.networks()).extracting(NetworkSample::name).containsExactly(OTHER.name());
        Set<KernelKey> ofOtherAlone = kernels(OTHER);
        ofOtherAlone.removeAll(kernels(ONE));
        assertThat(left.kernels()).extracting(KernelLatency::key).containsExactlyInAnyOrderElementsOf(ofOtherAlone);
        assertThat(left.kernel(ofOneAlone.iterator().next())).isEmpty();
        assertThat(both.without(Set.of()).networks()).isEqualTo(both.networks());
        assertThat(both.networks()).hasSize(2);
    }
}

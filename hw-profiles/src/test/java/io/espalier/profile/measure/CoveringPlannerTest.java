package io.espalier.profile.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.testing.FakeRuntime;
import io.espalier.zoo.graph.Precision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoveringPlannerTest {
    private final List<NetworkRequest> candidates = List.of(
            FakeRuntime.network(16, 16),
            FakeRuntime.network(16, 32),
            FakeRuntime.network(32, 16),
            FakeRuntime.network(32, 32));

    private static Set<KernelKey> kernels(List<NetworkRequest> requests) {
        Set<KernelKey> keys = new HashSet<>();
        requests.forEach(request -> Kernels.of(request.graph(), Precision.FP32).stream()
                .map(Kernel::key)
                .forEach(keys::add));
        return keys;
    }

    @Test
    void coversEveryKernel() {
        List<NetworkRequest> plan = new CoveringPlanner().plan(candidates, Precision.FP32, Set.of());
        assertThat(kernels(plan)).isEqualTo(kernels(candidates));
    }

    @Test
    void leavesOutWhatIsKnown() {
        Set<KernelKey> known = kernels(candidates.subList(0, 3));
        assertThat(new CoveringPlanner().plan(candidates, Precision.FP32, known))
                .containsExactly(candidates.get(3));
        assertThat(new CoveringPlanner().plan(candidates, Precision.FP32, kernels(candidates)))
                .isEmpty();
    }
}

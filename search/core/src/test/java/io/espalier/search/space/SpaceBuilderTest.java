package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.prune.Importance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpaceBuilderTest {
    @Test
    void cutsTogetherNarrowBothAxesOfMostKernels() {
        Parent parent = Parent.of(ResNet.cifar(3, 10).initialized(1), "resnet20", Importance.of("l1", 1));
        Map<String, KernelKey> whole = new HashMap<>();
        Kernels.of(parent.model().graph(), Precision.INT8).forEach(kernel -> whole.put(kernel.node(), kernel.key()));
        List<NetworkRequest> cuts = new SpaceBuilder(parent).cutsTogether();
        assertThat(cuts).hasSize(8);
        for (NetworkRequest cut : cuts) {
            List<Kernel> convolutions = Kernels.of(cut.graph(), Precision.INT8).stream()
                    .filter(kernel -> kernel.key().kind().equals("conv"))
                    .toList();
            assertThat(convolutions)
                    .filteredOn(kernel -> isNarrower(kernel.key(), whole.get(kernel.node())))
                    .hasSizeGreaterThan(convolutions.size() / 2);
        }
    }

    private static boolean isNarrower(KernelKey cut, KernelKey whole) {
        return cut.inChannels() < whole.inChannels() && cut.outChannels() < whole.outChannels();
    }
}

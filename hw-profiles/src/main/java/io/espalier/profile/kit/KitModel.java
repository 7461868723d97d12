package io.espalier.profile.kit;

import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkKernels;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Optional;

/**
 * One ONNX file of a kit: a kernel, a whole network, or a model that does nothing.
 *
 * @param file relative to the folder of the kit, with {@code /}
 * @param precision of the anchor that it is compared with: that of its own kernels, where there is one
 * @param copies how often its kernel occurs in it, side by side; 1 for others
 */
public record KitModel(
        String file,
        Precision precision,
        int copies,
        Optional<KernelKey> kernel,
        Optional<NetworkKernels> network,
        List<KitInput> inputs) {
    public KitModel {
        inputs = List.copyOf(inputs);
        if (kernel.isPresent() && network.isPresent()) {
            throw new IllegalArgumentException("The file (%s) is both a kernel and a network.".formatted(file));
        }
        if (copies < 1) {
            throw new IllegalArgumentException("The file (%s) must hold 1 kernel or more.".formatted(file));
        }
    }

    /** Whether it does nothing: what it takes is what every run takes. */
    public boolean isIdle() {
        return kernel.isEmpty() && network.isEmpty();
    }
}

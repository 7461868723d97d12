package io.espalier.cost.latency;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;

/** Kernels of one kind of operator and one precision: they err alike. */
record KernelKind(String kind, Precision precision) {
    static KernelKind of(KernelKey kernel) {
        return new KernelKind(kernel.kind(), kernel.precision());
    }
}

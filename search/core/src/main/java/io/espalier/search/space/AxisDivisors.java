package io.espalier.search.space;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;

/** The divisor of a kernel's axis: channel counts that are multiples of it lie on a step of the device. */
@FunctionalInterface
public interface AxisDivisors {
    /** No steps are known. */
    AxisDivisors NONE = (node, axis, precision) -> 1;

    /** @param node name of the kernel's node in the parent; 1 where nothing is known */
    int divisor(String node, Axis axis, Precision precision);
}

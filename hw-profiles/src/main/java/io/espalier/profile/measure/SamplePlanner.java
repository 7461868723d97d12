package io.espalier.profile.measure;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Set;

/** Decides which networks to measure next. */
public interface SamplePlanner {
    /**
     * The networks among {@code candidates} worth measuring, in the order to measure them.
     *
     * @param known kernels that the profile has already
     */
    List<NetworkRequest> plan(List<NetworkRequest> candidates, Precision precision, Set<KernelKey> known);
}

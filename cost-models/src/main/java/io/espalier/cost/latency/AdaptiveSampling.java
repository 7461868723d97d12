package io.espalier.cost.latency;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures networks of a pool until all of it is predicted well enough. Half of them are chosen where the prediction is
 * least certain, for their kernels; the others as they come, since a calibration and its intervals hold for networks like
 * those that they were fitted to, and uncertain networks are mostly large.
 */
public final class AdaptiveSampling {
    private static final int AT_ONCE = 48;
    /** So many are taken as they come at least: fewer do not tell how far predictions err. */
    private static final int FEWEST_ANY = 72;
    /** Half of an interval that is narrow enough, as a share of the latency. */
    private static final double TARGET = .05;

    private final ProfileMeasurement measurement;
    private final List<NetworkRequest> pool;
    private final UncertainNetworks uncertain;

    /**
     * @param pool like the networks that are to be predicted, in random order
     * @param precisions at which they are predicted: those that {@code measurement} has a form of
     */
    public AdaptiveSampling(ProfileMeasurement measurement, List<NetworkRequest> pool, List<Precision> precisions) {
        this.measurement = measurement;
        this.pool = List.copyOf(pool);
        uncertain = new UncertainNetworks(pool, precisions, TARGET);
    }

    /**
     * The profile with what was measured.
     *
     * @param left how much time there is; when it is over, what is missing stays missing
     */
    public HardwareProfile extend(HardwareProfile start, Supplier<Duration> left, MeasurementListener listener) {
        Set<String> known = start.networks().stream().map(NetworkSample::name).collect(Collectors.toSet());
        List<NetworkRequest> open =
                pool.stream().filter(network -> !known.contains(network.name())).toList();
        Iterator<NetworkRequest> any = open.iterator();
        int taken = pool.size() - open.size();
        HardwareProfile profile = start;
        while (left.get().compareTo(Duration.ZERO) > 0) {
            Set<NetworkRequest> next = new LinkedHashSet<>(uncertain.choose(profile, AT_ONCE / 2));
            boolean isCertain = next.isEmpty() && (taken >= FEWEST_ANY || !any.hasNext());
            if (isCertain) {
                break;
            }
            while (next.size() < AT_ONCE && any.hasNext()) {
                taken += next.add(any.next()) ? 1 : 0;
            }
            profile = measurement.sample(profile, List.copyOf(next), left.get(), listener);
        }
        return profile;
    }
}

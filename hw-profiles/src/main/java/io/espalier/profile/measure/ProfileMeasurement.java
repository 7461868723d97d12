package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileId;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Measures the kernels of networks in place, by the runtime's own profiler, in short blocks of all networks interleaved
 * in random order beside an anchor network; each network is also timed as a whole, for calibration. What a profile has
 * already is not measured again.
 */
public final class ProfileMeasurement {

    /**
     * @param forms how to make the runnable form of each precision to be measured from an exported floating-point model;
     *     identity for {@link Precision#FP32}, a quantizer for {@link Precision#INT8}
     * @param nanoTime a clock in nanoseconds, such as {@code System::nanoTime}
     * @param clock tells the date that a new profile carries
     */
    public ProfileMeasurement(
            InferenceRuntime runtime,
            Map<Precision, UnaryOperator<Model>> forms,
            LongSupplier nanoTime,
            InstantSource clock) {}

    /** A profile of this machine and the runtime, with nothing measured yet; {@code id} is made up when absent. */
    public HardwareProfile start(Optional<ProfileId> id, int threads, int batch) {
        throw new UnsupportedOperationException("Measuring is not part of this build yet.");
    }

    /**
     * Adds to a profile of this machine the kernels along each sweep, at every precision, and the divisors that they
     * show.
     *
     * @param limit when it is over, what is missing stays missing
     */
    public HardwareProfile sweep(
            HardwareProfile profile, List<WidthSweep> sweeps, Duration limit, MeasurementListener listener) {
        throw new UnsupportedOperationException("Measuring is not part of this build yet.");
    }

    /**
     * Adds to a profile of this machine, at every precision, all kernels of {@code candidates}, measured in as few of
     * them as cover all. Candidates are looked at for their structure alone, so thousands random ones of a search space
     * are a good way to name all of its kernels. The first is the anchor: the parent.
     *
     * @param limit when it is over, what is missing stays missing
     */
    public HardwareProfile measure(
            HardwareProfile profile, List<NetworkRequest> candidates, Duration limit, MeasurementListener listener) {
        throw new UnsupportedOperationException("Measuring is not part of this build yet.");
    }
}

package io.espalier.profile.measure;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Measures the kernels of networks in place, by the runtime's own profiler, in short blocks of all networks interleaved
 * in random order beside anchor networks; each network is also timed as a whole, for calibration. What a profile has
 * already is not measured again. The anchors are the same in all that one of these measures: a machine that is slow for
 * minutes shows only beside what was seen before.
 */
public final class ProfileMeasurement {
    private final InferenceRuntime runtime;
    private final Map<Precision, UnaryOperator<Model>> forms;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final SamplePlanner planner;
    private final MeasuredNetworks measured = new MeasuredNetworks();
    private List<NetworkRequest> anchors = List.of();

    /**
     * @param forms how to make the runnable form of each precision to be measured from an exported floating-point model:
     *     identity for {@link Precision#FP32}, a quantizer for {@link Precision#INT8}
     * @param nanoTime a clock in nanoseconds, such as {@code System::nanoTime}
     * @param clock tells the date that a new profile carries
     */
    public ProfileMeasurement(
            InferenceRuntime runtime,
            Map<Precision, UnaryOperator<Model>> forms,
            LongSupplier nanoTime,
            InstantSource clock) {
        this(runtime, forms, nanoTime, clock, new CoveringPlanner());
    }

    /** @param planner chooses the networks that are measured; otherwise as above */
    public ProfileMeasurement(
            InferenceRuntime runtime,
            Map<Precision, UnaryOperator<Model>> forms,
            LongSupplier nanoTime,
            InstantSource clock,
            SamplePlanner planner) {
        this.runtime = runtime;
        this.forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.planner = planner;
    }

    /** The same with these anchors, some networks of different sizes; otherwise the first network measured is the only one. */
    public ProfileMeasurement withAnchors(List<NetworkRequest> networks) {
        ProfileMeasurement measurement = new ProfileMeasurement(runtime, forms, nanoTime, clock, planner);
        measurement.anchors = List.copyOf(networks);
        return measurement;
    }

    /** A profile of this machine and the runtime, with nothing measured yet; {@code id} is made up when absent. */
    public HardwareProfile start(Optional<ProfileId> id, int threads, int batch) {
        DeviceFacts device = Devices.thisMachine();
        RuntimeFacts facts = new RuntimeFacts(runtime.name(), runtime.version(), runtime.provider());
        return HardwareProfile.empty(
                id.orElseGet(() -> ProfileId.of(device, facts, threads, batch)),
                device,
                facts,
                threads,
                batch,
                ProfileProtocol.standard(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Adds to a profile of this machine the kernels along each sweep, at every precision, and the divisors that they
     * show.
     *
     * @param sweeps of one group each
     * @param together cuts of many groups: what shows whether steps depend on the other axis
     * @param limit when it is over, what is missing stays missing
     */
    public HardwareProfile sweep(
            HardwareProfile profile,
            List<WidthSweep> sweeps,
            List<NetworkRequest> together,
            Duration limit,
            MeasurementListener listener) {
        if (sweeps.isEmpty()) {
            return profile;
        }
        NetworkRequest parent = sweeps.get(0).atUnits().apply(sweeps.get(0).units());
        Map<Precision, List<NetworkRequest>> plans = new LinkedHashMap<>();
        for (Precision precision : forms.keySet()) {
            Set<KernelKey> known = known(profile);
            List<NetworkRequest> plan = new ArrayList<>(planner.plan(List.of(parent), precision, known));
            Kernels.of(parent.graph(), precision).forEach(kernel -> known.add(kernel.key()));
            plans.put(precision, plan);
            plan.addAll(SweepPlan.of(sweeps, together, precision, known));
        }
        return withSteps(measure(profile, plans, "Sweeping widths", limit, listener), parent);
    }

    /** Finds the steps of a network's kernels anew, with all that was measured by now. */
    public HardwareProfile withSteps(HardwareProfile profile, NetworkRequest parent) {
        return profile.withSteps(new StepFinder(profile)
                .of(forms.keySet().stream()
                        .flatMap(precision -> Kernels.of(parent.graph(), precision).stream())
                        .map(Kernel::key)
                        .toList()));
    }

    /**
     * Adds to a profile of this machine, at every precision, all kernels of {@code candidates}, measured in as few of
     * them as cover all. Candidates are looked at for their structure alone, so thousands random ones of a search space
     * are a good way to name all of its kernels. The first is the parent.
     *
     * @param limit when it is over, what is missing stays missing
     */
    public HardwareProfile measure(
            HardwareProfile profile, List<NetworkRequest> candidates, Duration limit, MeasurementListener listener) {
        if (candidates.isEmpty()) {
            return profile;
        }
        Map<Precision, List<NetworkRequest>> plans = new LinkedHashMap<>();
        for (Precision precision : forms.keySet()) {
            Set<NetworkRequest> plan = new LinkedHashSet<>(planner.plan(candidates, precision, known(profile)));
            long sampled = profile.networks().stream()
                    .filter(sample -> sample.precision().equals(precision))
                    .count();
            candidates.stream()
                    .filter(candidate -> !plan.contains(candidate))
                    .limit(Math.max(0, MeasuredNetworks.FEWEST_NETWORKS - sampled - plan.size()))
                    .toList()
                    .forEach(plan::add);
            plans.put(precision, List.copyOf(plan));
        }
        return measure(profile, plans, "Measuring kernels", limit, listener);
    }

    /**
     * Adds to a profile of this machine the kernels of all of {@code networks}, at every precision, known or not.
     *
     * @param limit when it is over, what is missing stays missing
     */
    public HardwareProfile sample(
            HardwareProfile profile, List<NetworkRequest> networks, Duration limit, MeasurementListener listener) {
        Map<Precision, List<NetworkRequest>> plans = new LinkedHashMap<>();
        forms.keySet().forEach(precision -> plans.put(precision, List.copyOf(networks)));
        return measure(profile, plans, "Measuring cuts", limit, listener);
    }

    /** Kernels with too few blocks, left by a measurement that was cut off or met a slow machine, do not count. */
    private static Set<KernelKey> known(HardwareProfile profile) {
        int enough = profile.protocol().enoughBlocks();
        return profile.kernels().stream()
                .filter(kernel -> kernel.latency().blocks() >= enough)
                .map(KernelLatency::key)
                .collect(Collectors.toSet());
    }

    private HardwareProfile measure(
            HardwareProfile profile,
            Map<Precision, List<NetworkRequest>> plans,
            String what,
            Duration limit,
            MeasurementListener listener) {
        if (plans.values().stream().allMatch(List::isEmpty)) {
            return profile;
        }
        if (anchors.isEmpty()) {
            anchors = plans.values().stream().flatMap(List::stream).limit(1).toList();
        }
        NetworkSampler sampler = new NetworkSampler(runtime, forms, nanoTime, what, limit, listener);
        measured.goOn(profile);
        return sampler.measure(profile, anchors, measured, plans);
    }
}

package io.espalier.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one device × runtime × version × threads × batch costs, as measured. Immutable and thread-safe; kernels are found
 * in constant time.
 */
public final class HardwareProfile {
    /** Version of the file form that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    private final Head head;
    private final Map<KernelKey, KernelLatency> kernels;
    private final List<NetworkSample> networks;
    private final WidthSteps steps;

    /** What a profile is of; each kept as it was given. */
    private record Head(
            ProfileId id,
            DeviceFacts device,
            RuntimeFacts runtime,
            int threads,
            int batch,
            ProfileProtocol protocol,
            Instant created,
            Optional<TransferFacts> transferred) {
        Head {
            if (threads < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "Threads (%d) and batch (%d) of a profile must be 1 or more.".formatted(threads, batch));
            }
        }
    }

    private HardwareProfile(
            Head head, Map<KernelKey, KernelLatency> kernels, List<NetworkSample> networks, WidthSteps steps) {
        this.head = head;
        this.kernels = kernels;
        this.networks = List.copyOf(networks);
        this.steps = steps;
    }

    /** A profile with nothing measured yet. */
    public static HardwareProfile empty(
            ProfileId id,
            DeviceFacts device,
            RuntimeFacts runtime,
            int threads,
            int batch,
            ProfileProtocol protocol,
            Instant created) {
        return new HardwareProfile(
                new Head(id, device, runtime, threads, batch, protocol, created, Optional.empty()),
                Map.of(),
                List.of(),
                WidthSteps.none());
    }

    public ProfileId id() {
        return head.id();
    }

    public DeviceFacts device() {
        return head.device();
    }

    public RuntimeFacts runtime() {
        return head.runtime();
    }

    /** Threads inside one inference. */
    public int threads() {
        return head.threads();
    }

    /** Examples in one inference. */
    public int batch() {
        return head.batch();
    }

    public ProfileProtocol protocol() {
        return head.protocol();
    }

    public Instant created() {
        return head.created();
    }

    /** How its kernels came from other devices; empty when they were measured on this one. */
    public Optional<TransferFacts> transferred() {
        return head.transferred();
    }

    /** All measured kernels, in the order of their texts. */
    public Collection<KernelLatency> kernels() {
        return kernels.values();
    }

    /** What was measured for this very kernel. */
    public Optional<KernelLatency> kernel(KernelKey key) {
        return Optional.ofNullable(kernels.get(key));
    }

    /** Whole networks, for calibration. */
    public List<NetworkSample> networks() {
        return networks;
    }

    /** The divisors found by sweeping widths. */
    public WidthSteps steps() {
        return steps;
    }

    /** A copy under another name. */
    public HardwareProfile withId(ProfileId newId) {
        Head renamed = new Head(newId, device(), runtime(), threads(), batch(), protocol(), created(), transferred());
        return new HardwareProfile(renamed, kernels, networks, steps);
    }

    /** A copy whose kernels are said to come from other devices. */
    public HardwareProfile withTransferred(TransferFacts facts) {
        Head marked =
                new Head(id(), device(), runtime(), threads(), batch(), protocol(), created(), Optional.of(facts));
        return new HardwareProfile(marked, kernels, networks, steps);
    }

    /** A copy with these kernels added or replaced. */
    public HardwareProfile withKernels(Collection<KernelLatency> added) {
        Map<String, KernelLatency> ordered = new TreeMap<>();
        kernels.forEach((key, kernel) -> ordered.put(key.toString(), kernel));
        added.forEach(kernel -> ordered.put(kernel.key().toString(), kernel));
        Map<KernelKey, KernelLatency> all = new LinkedHashMap<>();
        ordered.values().forEach(kernel -> all.put(kernel.key(), kernel));
        return new HardwareProfile(head, Collections.unmodifiableMap(all), networks, steps);
    }

    /** A copy with these networks added; one of the same kernels replaces the old. */
    public HardwareProfile withNetworks(List<NetworkSample> added) {
        List<NetworkSample> all = new ArrayList<>(networks);
        for (NetworkSample sample : added) {
            all.removeIf(old -> old.kernels().equals(sample.kernels()));
            all.add(sample);
        }
        return new HardwareProfile(head, kernels, all, steps);
    }

    /** A copy with these divisors added or replaced. */
    public HardwareProfile withSteps(List<WidthStep> added) {
        return new HardwareProfile(head, kernels, networks, steps.with(added));
    }
}

package io.espalier.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one device × runtime × version × threads × batch costs: measured here, taken over from a table of others, or by
 * the device's sheet alone; {@link #origin()} says which. Immutable and thread-safe; kernels are found in constant time.
 */
public final class HardwareProfile {
    /** Version of the file form that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    private final Head head;
    private final Map<KernelKey, KernelLatency> kernels;
    /** The same, so that a change sorts only what it adds. */
    private final SortedMap<String, KernelLatency> byText;

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
            ProfileOrigin origin,
            Optional<DeviceSheet> sheet,
            Optional<EnergyCosts> energy,
            Optional<TransferFacts> transferred) {
        Head {
            if (threads < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "Threads (%d) and batch (%d) of a profile must be 1 or more.".formatted(threads, batch));
            }
        }
    }

    private HardwareProfile(
            Head head,
            Map<KernelKey, KernelLatency> kernels,
            SortedMap<String, KernelLatency> byText,
            List<NetworkSample> networks,
            WidthSteps steps) {
        this.head = head;
        this.kernels = kernels;
        this.byText = byText;
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
                new Head(
                        id,
                        device,
                        runtime,
                        threads,
                        batch,
                        protocol,
                        created,
                        ProfileOrigin.MEASURED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Map.of(),
                Collections.emptySortedMap(),
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

    /** Where the numbers are from. */
    public ProfileOrigin origin() {
        return head.origin();
    }

    /** What prices kernels that were not measured; empty for most profiles that were. */
    public Optional<DeviceSheet> sheet() {
        return head.sheet();
    }

    /** How its kernels came from other devices; empty when they were measured on this one. */
    public Optional<TransferFacts> transferred() {
        return head.transferred();
    }

    /** All measured kernels, in the order of their texts. */
    public Collection<KernelLatency> kernels() {
        return byText.values();
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

    /** What work costs in energy here; empty where nobody said. */
    public Optional<EnergyCosts> energy() {
        return head.energy();
    }

    /** A copy with these energies. */
    public HardwareProfile withEnergy(EnergyCosts energy) {
        return withHead(id(), origin(), sheet(), Optional.of(energy), transferred());
    }

    /** A copy under another name. */
    public HardwareProfile withId(ProfileId newId) {
        return withHead(newId, origin(), sheet(), energy(), transferred());
    }

    /** A copy that says where its numbers are from. */
    public HardwareProfile withOrigin(ProfileOrigin newOrigin) {
        return withHead(id(), newOrigin, sheet(), energy(), transferred());
    }

    /** A copy with this sheet. */
    public HardwareProfile withSheet(DeviceSheet newSheet) {
        return withHead(id(), origin(), Optional.of(newSheet), energy(), transferred());
    }

    /** A copy whose kernels are said to come from other devices. */
    public HardwareProfile withTransferred(TransferFacts facts) {
        return withHead(id(), origin(), sheet(), energy(), Optional.of(facts));
    }

    private HardwareProfile withHead(
            ProfileId id,
            ProfileOrigin origin,
            Optional<DeviceSheet> sheet,
            Optional<EnergyCosts> energy,
            Optional<TransferFacts> transferred) {
        Head changed = new Head(
                id, device(), runtime(), threads(), batch(), protocol(), created(), origin, sheet, energy, transferred);
        return new HardwareProfile(changed, kernels, byText, networks, steps);
    }

    /** A copy with these kernels added or replaced. */
    public HardwareProfile withKernels(Collection<KernelLatency> added) {
        Map<KernelKey, KernelLatency> all = new HashMap<>(kernels);
        SortedMap<String, KernelLatency> ordered = new TreeMap<>(byText);
        for (KernelLatency kernel : added) {
            all.put(kernel.key(), kernel);
            ordered.put(kernel.key().toString(), kernel);
        }
        return new HardwareProfile(head, all, Collections.unmodifiableSortedMap(ordered), networks, steps);
    }

    /** A copy with these networks added; one of the same kernels replaces the old. */
    public HardwareProfile withNetworks(List<NetworkSample> added) {
        Map<Map<KernelKey, Integer>, NetworkSample> all = new LinkedHashMap<>();
        networks.forEach(sample -> all.put(sample.kernels(), sample));
        for (NetworkSample sample : added) {
            all.remove(sample.kernels());
            all.put(sample.kernels(), sample);
        }
        return new HardwareProfile(head, kernels, byText, List.copyOf(all.values()), steps);
    }

    /** A copy without the networks that hold one of these kernels, and without all kernels of those: to measure them anew. */
    public HardwareProfile without(Set<KernelKey> some) {
        Set<KernelKey> gone = new HashSet<>(some);
        List<NetworkSample> left = new ArrayList<>();
        for (NetworkSample sample : networks) {
            if (Collections.disjoint(sample.kernels().keySet(), some)) {
                left.add(sample);
            } else {
                gone.addAll(sample.kernels().keySet());
            }
        }
        Map<KernelKey, KernelLatency> all = new HashMap<>(kernels);
        all.keySet().removeAll(gone);
        SortedMap<String, KernelLatency> ordered = new TreeMap<>(byText);
        ordered.values().removeIf(kernel -> gone.contains(kernel.key()));
        return new HardwareProfile(head, all, Collections.unmodifiableSortedMap(ordered), left, steps);
    }

    /** A copy with these divisors added or replaced. */
    public HardwareProfile withSteps(List<WidthStep> added) {
        return new HardwareProfile(head, kernels, byText, networks, steps.with(added));
    }
}

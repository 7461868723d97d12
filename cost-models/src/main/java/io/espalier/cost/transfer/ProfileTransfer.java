package io.espalier.cost.transfer;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.TransferFacts;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the profile of a new device from those of others and a few networks measured on it. Latency is linear in kernels,
 * and so is the regression: what it learns of networks prices every kernel that the other profiles know.
 */
public final class ProfileTransfer {
    /** Fewest networks of a precision that a transfer is made from. */
    public static final int FEWEST_NETWORKS = 3;

    /** The share of a latency that no feature explains, as long as nothing is measured. */
    private static final double NOISE = .03;

    private final KnownProfiles known;

    private ProfileTransfer(KnownProfiles known) {
        this.known = known;
    }

    /**
     * @param profiles of the known devices: two or more, of one batch
     * @throws IllegalArgumentException when there are fewer, or of several batches
     */
    public static ProfileTransfer from(List<HardwareProfile> profiles) {
        return new ProfileTransfer(KnownProfiles.of(profiles));
    }

    /**
     * The networks whose latency on a new device tells most about all others, the most telling first. Nothing of the new
     * device is known by then.
     *
     * @param candidates of one precision; those with a kernel that some profile cannot price are passed over
     * @param count at most; fewer when there are not as many
     */
    public List<NetworkKernels> anchors(List<NetworkKernels> candidates, int count) {
        List<NetworkKernels> priced =
                candidates.stream().filter(known::isPriced).toList();
        if (priced.isEmpty()) {
            return List.of();
        }
        TransferFeatures features = new KernelFeatures(known.prices(), priced).ofNetworks(priced);
        return Arrays.stream(AnchorChoice.choose(features, Math.min(count, priced.size()), NOISE))
                .mapToObj(priced::get)
                .toList();
    }

    /** The kernels of {@code network} that some profile cannot price. */
    public List<KernelKey> missing(NetworkKernels network) {
        return known.missing(network);
    }

    /**
     * {@code empty} with every kernel that all known profiles price, at a precision that was measured, the measured
     * networks, and the steps of the known devices.
     *
     * @param empty a profile of the new device with nothing in it
     * @param measured networks that the profiles can price; 3 or more of each precision
     */
    public HardwareProfile transfer(HardwareProfile empty, List<NetworkSample> measured) {
        Map<String, KernelLatency> kernels = new TreeMap<>();
        double error = 0;
        for (Map.Entry<Precision, List<NetworkSample>> some :
                byPrecision(measured).entrySet()) {
            NetworkRegression regression = new NetworkRegression(known.prices(), some.getValue());
            error = Math.max(error, regression.error());
            for (KernelLatency kernel : regression.latencies(known.kernels(some.getKey()))) {
                Precision own = kernel.key().precision();
                // A kernel in floating point inside of quantized networks is better known from those in floating point.
                if (own.equals(some.getKey())
                        || !kernels.containsKey(kernel.key().toString())) {
                    kernels.put(kernel.key().toString(), kernel);
                }
            }
        }
        return empty.withKernels(kernels.values())
                .withNetworks(measured)
                .withSteps(known.steps())
                .withTransferred(new TransferFacts(known.ids(), measured.size(), error));
    }

    private Map<Precision, List<NetworkSample>> byPrecision(List<NetworkSample> measured) {
        Map<Precision, List<NetworkSample>> groups = new LinkedHashMap<>();
        for (NetworkSample sample : measured) {
            List<KernelKey> missing = missing(sample.network());
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(
                        "The network (%s) has a kernel (%s) that not all profiles can price.\nMaybe measure the same model on those devices."
                                .formatted(sample.name(), missing.get(0)));
            }
            groups.computeIfAbsent(sample.precision(), key -> new ArrayList<>()).add(sample);
        }
        groups.forEach((precision, some) -> {
            if (some.size() < FEWEST_NETWORKS) {
                throw new IllegalArgumentException(
                        "There are %d measured networks in %s, but a transfer needs %d or more of each precision.\nMaybe measure more."
                                .formatted(some.size(), precision, FEWEST_NETWORKS));
            }
        });
        return groups;
    }
}

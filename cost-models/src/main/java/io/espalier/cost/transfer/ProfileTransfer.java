package io.espalier.cost.transfer;

import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.TransferFacts;
import io.espalier.profile.WidthStep;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Makes the profile of a new device from those of others and a few networks measured on it. Latency is linear in kernels,
 * and so is the regression: what it learns of networks prices every kernel that the other profiles know.
 */
public final class ProfileTransfer {
    /** Fewest networks of a precision that a transfer is made from. */
    public static final int FEWEST_NETWORKS = 3;

    private static final double US_PER_MS = 1000;
    private static final double COVERAGE = .9;
    /** No kernel is this much faster than the average known device says, at the new device's level. */
    private static final double FASTEST = .05;

    /** The share of a latency that no feature explains, as long as nothing is measured. */
    private static final double NOISE = .03;

    private static final TransferPrior PRIOR =
            new TransferPrior(List.of(.1, .3, 1.0, 3.0), List.of(.005, .01, .02, .05, .1, .2));

    private final List<HardwareProfile> profiles;
    private final List<KernelTableLatency> latencies;

    private ProfileTransfer(List<HardwareProfile> profiles) {
        this.profiles = List.copyOf(profiles);
        latencies = profiles.stream().map(KernelTableLatency::of).toList();
    }

    /**
     * @param profiles of the known devices: two or more, of one batch
     * @throws IllegalArgumentException when there are fewer, or of several batches
     */
    public static ProfileTransfer from(List<HardwareProfile> profiles) {
        if (profiles.size() < 2) {
            throw new IllegalArgumentException(
                    "A transfer needs the profiles of at least 2 devices, not %d.\nMaybe name more with --from."
                            .formatted(profiles.size()));
        }
        List<Integer> batches =
                profiles.stream().map(HardwareProfile::batch).distinct().toList();
        if (batches.size() > 1) {
            throw new IllegalArgumentException(
                    "The profiles are of several batches: %s.\nMaybe leave out those of another batch than the new device's."
                            .formatted(batches));
        }
        return new ProfileTransfer(profiles);
    }

    /**
     * The networks whose latency on a new device tells most about all others, the most telling first. Nothing of the new
     * device is known by then.
     *
     * @param candidates of one precision; those with a kernel that some profile cannot price are passed over
     * @param count at most; fewer when there are not as many
     */
    public List<NetworkKernels> anchors(List<NetworkKernels> candidates, int count) {
        List<NetworkKernels> priced = candidates.stream().filter(this::isPriced).toList();
        if (priced.isEmpty()) {
            return List.of();
        }
        TransferFeatures features = new KernelFeatures(prices(), priced).ofNetworks(priced);
        return Arrays.stream(AnchorChoice.choose(features, Math.min(count, priced.size()), NOISE))
                .mapToObj(priced::get)
                .toList();
    }

    /** The kernels of {@code network} that some profile cannot price. */
    public List<KernelKey> missing(NetworkKernels network) {
        return network.counts().keySet().stream().filter(key -> !isPriced(key)).toList();
    }

    private boolean isPriced(NetworkKernels network) {
        return missing(network).isEmpty();
    }

    private boolean isPriced(KernelKey key) {
        List<Kernel> alone = List.of(new Kernel(key, List.of(key.toString())));
        return latencies.stream().allMatch(latency -> latency.missing(alone).isEmpty());
    }

    private List<ToDoubleFunction<KernelKey>> prices() {
        List<ToDoubleFunction<KernelKey>> prices = new ArrayList<>();
        latencies.forEach(latency -> prices.add(key -> latency.kernelCost(key).value()));
        return prices;
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
            Regression regression = new Regression(some.getValue());
            error = Math.max(error, regression.error());
            for (KernelLatency kernel : regression.kernels(some.getKey())) {
                Precision own = kernel.key().precision();
                // A kernel in floating point inside of quantized networks is better known from those in floating point.
                if (own.equals(some.getKey())
                        || !kernels.containsKey(kernel.key().toString())) {
                    kernels.put(kernel.key().toString(), kernel);
                }
            }
        }
        List<String> ids =
                profiles.stream().map(profile -> profile.id().toString()).toList();
        return empty.withKernels(kernels.values())
                .withNetworks(measured)
                .withSteps(steps())
                .withTransferred(new TransferFacts(ids, measured.size(), error));
    }

    private Map<Precision, List<NetworkSample>> byPrecision(List<NetworkSample> measured) {
        Map<Precision, List<NetworkSample>> groups = new LinkedHashMap<>();
        for (NetworkSample sample : measured) {
            List<KernelKey> missing = missing(network(sample));
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

    private static NetworkKernels network(NetworkSample sample) {
        return new NetworkKernels(sample.name(), sample.precision(), sample.kernels());
    }

    /** Where the known devices disagree, the wider step: its widths lie on the others too. */
    private List<WidthStep> steps() {
        Map<String, WidthStep> widest = new TreeMap<>();
        for (HardwareProfile profile : profiles) {
            for (WidthStep step : profile.steps().all()) {
                widest.merge(
                        step.axis() + " " + step.kernel(),
                        step,
                        (one, other) -> one.divisor() >= other.divisor() ? one : other);
            }
        }
        return List.copyOf(widest.values());
    }

    /** What the measured networks of one precision say. */
    private final class Regression {
        private final double[] ms;
        private final KernelFeatures features;
        private final TransferFeatures networks;

        Regression(List<NetworkSample> measured) {
            ms = measured.stream()
                    .mapToDouble(sample -> sample.latency().p10Us() / US_PER_MS)
                    .toArray();
            List<NetworkKernels> kernels =
                    measured.stream().map(ProfileTransfer::network).toList();
            features = new KernelFeatures(prices(), kernels);
            networks = features.ofNetworks(kernels);
        }

        /** Kernels of this precision, and those in floating point that networks of it have as well. */
        List<KernelLatency> kernels(Precision precision) {
            TreeSet<KernelKey> keys = new TreeSet<>(Comparator.comparing(KernelKey::toString));
            for (HardwareProfile profile : profiles) {
                profile.kernels().stream()
                        .map(KernelLatency::key)
                        .filter(key -> key.precision().equals(precision)
                                || key.precision().equals(Precision.FP32))
                        .filter(ProfileTransfer.this::isPriced)
                        .forEach(keys::add);
            }
            List<KernelKey> ordered = List.copyOf(keys);
            TransferFeatures rows = features.ofKernels(ordered);
            LatencyTransfer.Coefficients coefficients =
                    LatencyTransfer.fit(networks, ms, PRIOR).coefficients();
            List<KernelLatency> kernels = new ArrayList<>();
            for (int i = 0; i < ordered.size(); i++) {
                double fastest = FASTEST * coefficients.level() * rows.level()[i];
                double us = US_PER_MS * Math.max(fastest, LatencyTransfer.linear(coefficients, rows, i));
                kernels.add(new KernelLatency(ordered.get(i), LatencyStatistics.of(new double[] {us}, 1)));
            }
            return kernels;
        }

        /** The relative error that 9 of 10 networks, each predicted by the others, stay under. */
        double error() {
            double[] errors = new double[ms.length];
            for (int left = 0; left < ms.length; left++) {
                int[] others = others(ms.length, left);
                double[] otherMs = Arrays.stream(others).mapToDouble(i -> ms[i]).toArray();
                double predicted = LatencyTransfer.fit(networks.rows(others), otherMs, PRIOR)
                        .predict(networks.rows(left))[0];
                errors[left] = Math.abs(predicted / ms[left] - 1);
            }
            Arrays.sort(errors);
            int rank = (int) Math.ceil((errors.length + 1) * COVERAGE) - 1;
            return errors[Math.min(rank, errors.length - 1)];
        }
    }

    /** All of {@code count} rows but one. */
    private static int[] others(int count, int left) {
        return IntStream.range(0, count).filter(i -> i != left).toArray();
    }
}

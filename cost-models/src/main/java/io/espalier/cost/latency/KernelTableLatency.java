package io.espalier.cost.latency;

import io.espalier.cost.AdditiveCostModel;
import io.espalier.cost.Confidence;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostQuery;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Latency in ms on the machine of one profile: measured kernels, interpolated where a width was not measured, by the
 * sheet of the device where nothing alike was, summed and calibrated to the profile's whole networks. Thread-safe.
 */
public final class KernelTableLatency implements AdditiveCostModel {
    public static final CostMetric LATENCY = CostMetric.lowerIsBetter("latency", "ms");

    private static final double US_PER_MS = 1000;
    private static final int MOST_NAMED = 5;

    private final HardwareProfile profile;
    private final KernelInterpolation interpolation;
    private final SheetPricing sheet;
    private final Map<KernelKey, Optional<CostEstimate>> prices = new ConcurrentHashMap<>();
    private final Map<KernelKey, CostEstimate> contributions = new ConcurrentHashMap<>();
    private final LatencyCalibration calibration;

    private KernelTableLatency(HardwareProfile profile) {
        this.profile = profile;
        interpolation = new KernelInterpolation(profile);
        sheet = new SheetPricing(profile);
        // A sheet that was fitted to these very sums leaves nothing to calibrate.
        boolean isFitted = profile.kernels().isEmpty() && profile.sheet().isPresent();
        calibration =
                LatencyCalibration.fit(isFitted ? List.of() : profile.networks(), new LeftOutPrices(profile)::price);
    }

    /** The model of this profile; its calibration is fitted here, once. */
    public static KernelTableLatency of(HardwareProfile profile) {
        return new KernelTableLatency(profile);
    }

    /** {@code latency}; the profile that it is of is {@link #profile()}. */
    @Override
    public CostMetric metric() {
        return LATENCY;
    }

    public HardwareProfile profile() {
        return profile;
    }

    /** The kernels of {@code kernels} that this profile can price neither by measurement, nor by interpolation, nor by a sheet. */
    public List<KernelKey> missing(List<Kernel> kernels) {
        return kernels.stream()
                .map(Kernel::key)
                .distinct()
                .filter(key -> price(key).isEmpty())
                .toList();
    }

    /**
     * A measured kernel costs exactly what the profile says: the 10th percentile of its blocks.
     *
     * @throws InvalidProfileException when the profile cannot price it
     */
    @Override
    public CostEstimate kernelCost(KernelKey kernel) {
        return price(kernel).orElseThrow(() -> cannotPrice(List.of(kernel)));
    }

    @Override
    public CostEstimate contribution(KernelKey kernel) {
        return contributions.computeIfAbsent(kernel, key -> calibration.contribution(key, kernelCost(key)));
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        List<KernelKey> missing = missing(query.kernels());
        if (!missing.isEmpty()) {
            throw cannotPrice(missing);
        }
        return AdditiveCostModel.super.estimate(query);
    }

    @Override
    public CostEstimate calibrated(CostEstimate sum, Map<Precision, Integer> kernels) {
        return calibration.apply(sum, kernels);
    }

    /** What a kernel costs before calibration; empty when the profile knows nothing like it. */
    Optional<CostEstimate> price(KernelKey kernel) {
        return prices.computeIfAbsent(kernel, this::lookUp);
    }

    private Optional<CostEstimate> lookUp(KernelKey kernel) {
        return measured(kernel)
                .or(() -> measured(sheet.asItRuns(kernel)))
                .or(() -> guessed(kernel))
                .map(this::asFarAsTransferred);
    }

    private Optional<CostEstimate> measured(KernelKey kernel) {
        return profile.kernel(kernel)
                .map(known -> CostEstimate.exactly(LATENCY, known.latency().p10Us() / US_PER_MS, Confidence.MEASURED));
    }

    private Optional<CostEstimate> guessed(KernelKey kernel) {
        return interpolation
                .estimateUs(kernel)
                .or(() -> interpolation.estimateUs(sheet.asItRuns(kernel)))
                .or(() -> sheet.estimateUs(kernel))
                .map(this::toEstimate);
    }

    /** Prices as they would be without one of the profile's networks: a kernel that it alone has is guessed. */
    private final class LeftOutPrices {
        private final Map<KernelKey, Integer> networks = new HashMap<>();

        LeftOutPrices(HardwareProfile profile) {
            profile.networks()
                    .forEach(
                            network -> network.kernels().keySet().forEach(key -> networks.merge(key, 1, Integer::sum)));
        }

        Optional<CostEstimate> price(KernelKey kernel) {
            return networks.getOrDefault(kernel, 0) > 1
                    ? KernelTableLatency.this.price(kernel)
                    : interpolation
                            .leftOut(kernel)
                            .map(KernelTableLatency.this::toEstimate)
                            .or(() -> KernelTableLatency.this.price(kernel));
        }
    }

    /** What was carried over from other devices is not measured, and no surer than the transfer was. */
    private CostEstimate asFarAsTransferred(CostEstimate estimate) {
        if (profile.transferred().isEmpty()) {
            return estimate;
        }
        double error = profile.transferred().get().error();
        return new CostEstimate(
                LATENCY,
                estimate.value(),
                Math.max(0, estimate.low() * (1 - error)),
                estimate.high() * (1 + error),
                estimate.confidence().and(Confidence.INTERPOLATED));
    }

    private CostEstimate toEstimate(KernelInterpolation.Guess guess) {
        return new CostEstimate(
                LATENCY,
                guess.us() / US_PER_MS,
                guess.us() / guess.spread() / US_PER_MS,
                guess.us() * guess.spread() / US_PER_MS,
                guess.confidence());
    }

    private InvalidProfileException cannotPrice(List<KernelKey> missing) {
        String named = String.join(
                ", ",
                missing.stream().limit(MOST_NAMED).map(key -> "(" + key + ")").toList());
        String more = missing.size() > MOST_NAMED ? " and %d more".formatted(missing.size() - MOST_NAMED) : "";
        return new InvalidProfileException("""
                The profile (%s) cannot price this model: it knows nothing like the kernels %s%s.
                Maybe measure them: 'profile measure --id %s --model FILE' on that device.""".formatted(profile.id(), named, more, profile.id()));
    }
}

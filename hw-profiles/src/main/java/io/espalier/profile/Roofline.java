package io.espalier.profile;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A processor whose kernels are bound by its multipliers or by its memory (Williams, Waterman and Patterson, "Roofline",
 * CACM 52(4), 2009).
 *
 * @param gigaMacs peak of each number format, 10^9 multiply-accumulates a second
 * @param efficiency share of the peak that dense convolutions reach, at most 1
 * @param depthwiseEfficiency share of the peak that depthwise convolutions reach, at most 1
 * @param memoryGigabytes bandwidth of the memory, 10^9 bytes a second
 * @param cacheKilobytes what stays in the last cache or on the chip, 10^3 bytes
 * @param cacheGigabytes bandwidth of that cache, 10^9 bytes a second
 * @param launchUs what starting a kernel takes, µs
 * @param tileChannels channels that a vector or a tile holds; narrower ones are filled up
 * @param parallelOutputs output elements that the device works on at once; a kernel with fewer leaves a part of it idle
 */
public record Roofline(
        Map<Precision, Figure> gigaMacs,
        Figure efficiency,
        Figure depthwiseEfficiency,
        Figure memoryGigabytes,
        Figure cacheKilobytes,
        Figure cacheGigabytes,
        Figure launchUs,
        Figure tileChannels,
        Figure parallelOutputs,
        Figure spread)
        implements DeviceSheet {
    private static final Comparator<Precision> NARROWEST_FIRST =
            Comparator.comparingInt(Precision::weightBits).thenComparingInt(Precision::activationBits);

    public Roofline {
        Map<Precision, Figure> ordered = new TreeMap<>(NARROWEST_FIRST);
        ordered.putAll(gigaMacs);
        gigaMacs = Collections.unmodifiableMap(ordered);
        if (gigaMacs.isEmpty()) {
            throw new IllegalArgumentException("The roofline has a peak for no number format.");
        }
        if (efficiency.value() > 1 || depthwiseEfficiency.value() > 1) {
            throw new IllegalArgumentException(
                    "The efficiency (%s) and that of depthwise convolutions (%s) are shares of the peak, at most 1."
                            .formatted(efficiency.value(), depthwiseEfficiency.value()));
        }
        if (tileChannels.value() != Math.rint(tileChannels.value()) || parallelOutputs.value() < 1) {
            throw new IllegalArgumentException(
                    "The channels of a tile (%s) must be whole, the outputs at once (%s) 1 or more."
                            .formatted(tileChannels.value(), parallelOutputs.value()));
        }
        if (spread.value() < 1) {
            throw new IllegalArgumentException("The spread (%s) must be 1 or more.".formatted(spread.value()));
        }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.roofline(this);
    }

    @Override
    public Optional<Precision> runsAs(Precision asked) {
        Optional<Precision> fitting = gigaMacs.keySet().stream()
                .filter(known -> known.isFloat() == asked.isFloat()
                        && known.weightBits() >= asked.weightBits()
                        && known.activationBits() >= asked.activationBits())
                .findFirst();
        if (fitting.isPresent() || !asked.isFloat()) {
            return fitting;
        }
        return gigaMacs.keySet().stream().filter(Precision::isFloat).findFirst();
    }

    @Override
    public int step(KernelKey kernel, Axis axis) {
        return kernel.isWeighted() ? (int) tileChannels.value() : 1;
    }
}

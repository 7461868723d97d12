package io.espalier.cost.latency;

import io.espalier.cost.Confidence;
import io.espalier.cost.analytic.SheetLatency;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prices kernels by the sheet of a profile's device. Where kernels of the same kind were measured, the sheet's level is
 * moved to theirs: by the median of measured over computed.
 */
final class SheetPricing {
    private final Optional<DeviceSheet> sheet;
    private final Optional<SheetLatency> latency;
    private final Map<KernelKey, Double> levels = new HashMap<>();

    SheetPricing(HardwareProfile profile) {
        sheet = profile.sheet();
        latency = sheet.map(known -> SheetLatency.of(known, profile.batch()));
        latency.ifPresent(computed -> fitLevels(profile, computed));
    }

    private void fitLevels(HardwareProfile profile, SheetLatency computed) {
        Map<KernelKey, List<Double>> ratios = new HashMap<>();
        for (KernelLatency kernel : profile.kernels()) {
            OptionalDouble us = computed.us(kernel.key());
            if (us.isPresent() && us.getAsDouble() > 0) {
                ratios.computeIfAbsent(kindOf(kernel.key()), kind -> new ArrayList<>())
                        .add(kernel.latency().p10Us() / us.getAsDouble());
            }
        }
        ratios.forEach((kind, some) -> {
            some.sort(null);
            levels.put(kind, some.get(some.size() / 2));
        });
    }

    private static KernelKey kindOf(KernelKey key) {
        return new KernelKey(key.kind(), 0, 0, Longs.of(), "", "", key.precision());
    }

    /** The kernel in the format in which the device would run it; itself where the sheet does not tell. */
    KernelKey asItRuns(KernelKey kernel) {
        return sheet.flatMap(known -> known.runsAs(kernel.precision()))
                .map(kernel::withPrecision)
                .orElse(kernel);
    }

    /** Empty without a sheet, or when the device cannot run the kernel. */
    Optional<KernelInterpolation.Guess> estimateUs(KernelKey kernel) {
        if (latency.isEmpty()) {
            return Optional.empty();
        }
        OptionalDouble us = latency.get().us(kernel);
        if (us.isEmpty()) {
            return Optional.empty();
        }
        double level = levels.getOrDefault(kindOf(asItRuns(kernel)), 1.0);
        double spread = sheet.orElseThrow().spread().value();
        return Optional.of(new KernelInterpolation.Guess(us.getAsDouble() * level, spread, Confidence.ANALYTIC));
    }
}

package io.espalier.cost.latency;

import io.espalier.cost.Confidence;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.zoo.graph.Longs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Prices kernels that were not measured from those most like them: first those that differ in widths alone, then in what
 * is fused as well, then in the size of the input. The further it has to go, the wider its interval.
 */
final class KernelInterpolation {
    private final List<Level> levels;

    /**
     * What an interpolation says.
     *
     * @param spread the 90 % interval reaches from {@code us / spread} to {@code us · spread}
     */
    record Guess(double us, double spread, Confidence confidence) {}

    /** Kernels that count as alike: those whose {@code likeness} is equal. */
    private record Level(
            UnaryOperator<KernelKey> likeness,
            Map<KernelKey, WidthSurface> surfaces,
            double widening,
            Confidence confidence) {}

    KernelInterpolation(HardwareProfile profile) {
        levels = List.of(
                level(profile, KernelKey::family, 1, Confidence.INTERPOLATED),
                level(profile, key -> withoutFused(key.family()), 1.15, Confidence.INTERPOLATED),
                level(profile, key -> withoutSize(withoutFused(key.family())), 1.35, Confidence.ANALYTIC));
    }

    /** Empty when nothing alike was measured. */
    Optional<Guess> estimateUs(KernelKey kernel) {
        for (Level level : levels) {
            WidthSurface surface = level.surfaces().get(level.likeness().apply(kernel));
            if (surface != null) {
                Guess guess = surface.at(kernel);
                return Optional.of(new Guess(guess.us(), guess.spread() * level.widening(), level.confidence()));
            }
        }
        return Optional.empty();
    }

    private static Level level(
            HardwareProfile profile, UnaryOperator<KernelKey> likeness, double widening, Confidence confidence) {
        Map<KernelKey, List<KernelLatency>> alike = new HashMap<>();
        for (KernelLatency kernel : profile.kernels()) {
            alike.computeIfAbsent(likeness.apply(kernel.key()), key -> new ArrayList<>())
                    .add(kernel);
        }
        Map<KernelKey, WidthSurface> surfaces = new HashMap<>();
        alike.forEach((key, kernels) -> surfaces.put(key, new WidthSurface(kernels, profile.steps())));
        return new Level(likeness, surfaces, widening, confidence);
    }

    private static KernelKey withoutFused(KernelKey key) {
        String window = key.window().replaceAll(" ?plain$", "");
        return new KernelKey(key.kind(), key.inChannels(), key.outChannels(), key.size(), window, "", key.precision());
    }

    private static KernelKey withoutSize(KernelKey key) {
        return new KernelKey(
                key.kind(),
                key.inChannels(),
                key.outChannels(),
                Longs.of(),
                key.window().replaceAll(" ?to[0-9x]+", ""),
                key.fused(),
                key.precision());
    }
}

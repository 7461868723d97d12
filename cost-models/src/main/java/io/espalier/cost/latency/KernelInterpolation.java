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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Prices kernels that were not measured. Where many of the kind were, a regression over all of them; else from those that
 * differ in widths alone, else in what is fused to them too, else in size too. Thread-safe.
 */
final class KernelInterpolation {
    private final List<Level> levels;
    private final Map<KernelKind, List<KernelLatency>> measured = new HashMap<>();
    private final Map<KernelKind, Optional<KernelPredictor>> predictors = new ConcurrentHashMap<>();

    /**
     * A guess: the latency is within {@code us / spread} and {@code us · spread} nine times in ten.
     *
     * @param us microseconds
     * @param spread 1 or more
     */
    record Guess(double us, double spread, Confidence confidence) {}

    /** Kernels that count as alike: those whose {@code likeness} is equal. */
    private record Level(
            UnaryOperator<KernelKey> likeness,
            Map<KernelKey, WidthSurface> surfaces,
            double widening,
            Confidence confidence) {

        Optional<WidthSurface> surface(KernelKey kernel) {
            return Optional.ofNullable(surfaces.get(likeness.apply(kernel)));
        }
    }

    KernelInterpolation(HardwareProfile profile) {
        levels = List.of(
                level(profile, KernelKey::family, 1, Confidence.INTERPOLATED),
                level(profile, key -> withoutFused(key.family()), 1.15, Confidence.INTERPOLATED),
                level(profile, key -> withoutSize(withoutFused(key.family())), 1.35, Confidence.ANALYTIC));
        for (KernelLatency kernel : profile.kernels()) {
            measured.computeIfAbsent(KernelKind.of(kernel.key()), kind -> new ArrayList<>())
                    .add(kernel);
        }
    }

    /** Empty when nothing alike was measured. */
    Optional<Guess> estimateUs(KernelKey kernel) {
        Optional<KernelPredictor> predictor = predictor(kernel);
        for (Level level : levels) {
            Optional<WidthSurface> surface = level.surface(kernel);
            if (surface.isPresent()) {
                Guess guess = predictor
                        .map(many -> new Guess(many.us(kernel), many.spread(), Confidence.INTERPOLATED))
                        .orElseGet(() -> surface.get().at(kernel));
                return Optional.of(new Guess(guess.us(), guess.spread() * level.widening(), level.confidence()));
            }
        }
        return Optional.empty();
    }

    /** Fits all regressions at once, on all processors. */
    void prepare() {
        measured.values().parallelStream()
                .forEach(kernels -> predictor(kernels.get(0).key()));
    }

    /** What a measured kernel would be guessed at had it not been measured; empty when that is not known. */
    Optional<Guess> leftOut(KernelKey kernel) {
        return predictor(kernel)
                .flatMap(many ->
                        many.leftOutUs(kernel).map(us -> new Guess(us, many.spread(), Confidence.INTERPOLATED)));
    }

    /** Fitted when it is first needed. */
    private Optional<KernelPredictor> predictor(KernelKey kernel) {
        return predictors.computeIfAbsent(KernelKind.of(kernel), kind -> {
            List<KernelLatency> kernels = measured.getOrDefault(kind, List.of());
            return kernels.size() < KernelPredictor.FEWEST
                    ? Optional.empty()
                    : Optional.of(new KernelPredictor(kernels));
        });
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

package io.espalier.profile;

import io.espalier.zoo.graph.Precision;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What work and moved bytes cost in energy on a device: figures of a data sheet, a measurement or a textbook, each with
 * its source. They are analytic: good for comparing networks, no meter.
 *
 * @param macPicojoules one multiply-accumulate, by precision as kernels write it: {@code fp32}, {@code int8}, {@code w4a8}
 * @param cacheBytePicojoules one byte read from, or written to, the memory next to the processor
 * @param memoryBytePicojoules one byte more from, or to, the main memory
 * @param staticWatts drawn while an inference runs, whatever it does
 * @param spread how far the figures may be off: the interval reaches from a {@code spread}-th to {@code spread} times the
 *     value; 1 or more
 */
public record EnergyCosts(
        Map<String, Figure> macPicojoules,
        Figure cacheBytePicojoules,
        Figure memoryBytePicojoules,
        Figure staticWatts,
        double spread) {
    private static final String HOROWITZ = "Horowitz, Computing's energy problem, ISSCC 2014, 45 nm: ";
    private static final EnergyCosts TEXTBOOK = new EnergyCosts(
            Map.of(
                    "fp32", new Figure(4.6, HOROWITZ + "multiplication 3.7 pJ, addition 0.9 pJ"),
                    "int8", new Figure(.3, HOROWITZ + "multiplication 0.2 pJ, addition in 32 bits 0.1 pJ")),
            new Figure(12.5, HOROWITZ + "100 pJ for 64 bits of a cache of 1 MB"),
            new Figure(244, HOROWITZ + "1.3 to 2.6 nJ for 64 bits, the middle"),
            new Figure(0, "nothing is known"),
            2);

    /** @param value not negative, in the unit of its field */
    public record Figure(double value, String source) {
        public Figure {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException(
                        "The figure (%s) of (%s) must be finite and not negative.".formatted(value, source));
            }
            if (source.isBlank()) {
                throw new IllegalArgumentException("The figure (%s) has no source.".formatted(value));
            }
        }
    }

    public EnergyCosts {
        macPicojoules = Collections.unmodifiableMap(new TreeMap<>(required(macPicojoules, "macPicojoules")));
        required(cacheBytePicojoules, "cacheBytePicojoules");
        required(memoryBytePicojoules, "memoryBytePicojoules");
        required(staticWatts, "staticWatts");
        macPicojoules.keySet().forEach(KernelKey::precision);
        if (macPicojoules.isEmpty()) {
            throw new IllegalArgumentException("The energy of no precision is known.\nMaybe give that of fp32.");
        }
        if (!(spread >= 1) || Double.isInfinite(spread)) {
            throw new IllegalArgumentException("The spread (%s) must be finite and 1 or more.".formatted(spread));
        }
    }

    /**
     * What holds where a profile says nothing: a general-purpose chip of 45 nm. A newer one takes a tenth of it, so only
     * ratios of two networks mean something.
     */
    public static EnergyCosts textbook() {
        return TEXTBOOK;
    }

    /**
     * Picojoules of one multiply-accumulate. A precision without a figure of its own is scaled from the next wider one by
     * the product of its bits, as a multiplier's area grows.
     */
    public double macPicojoules(Precision precision) {
        Figure exact = macPicojoules.get(precision.toString());
        if (exact != null) {
            return exact.value();
        }
        int wanted = product(precision);
        int nearest = 0;
        double value = 0;
        for (Map.Entry<String, Figure> known : macPicojoules.entrySet()) {
            int product = product(KernelKey.precision(known.getKey()));
            boolean better = product >= wanted ? nearest < wanted || product < nearest : product > nearest;
            if (better) {
                nearest = product;
                value = known.getValue().value();
            }
        }
        return value * wanted / nearest;
    }

    private static <T> T required(T part, String field) {
        return Objects.requireNonNull(part, () -> "The field \"%s\" of the energy is missing.".formatted(field));
    }

    private static int product(Precision precision) {
        return precision.weightBits() * precision.activationBits();
    }
}

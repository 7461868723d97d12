package io.espalier.app.profile;

import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names of the precisions at which networks can be timed. */
public final class Precisions {
    private static final Set<Precision> ALL = TimedForms.all().keySet();

    private Precisions() {}

    /** Reads names such as {@code fp32}. @throws IllegalArgumentException when one is not to be had */
    public static List<Precision> parse(List<String> names) {
        List<Precision> precisions = new ArrayList<>();
        for (String name : names) {
            Precision precision = KernelKey.precision(name);
            if (!ALL.contains(precision)) {
                throw new IllegalArgumentException(
                        "The precision (%s) cannot be measured.\nMaybe one of %s?".formatted(name, ALL));
            }
            if (!precisions.contains(precision)) {
                precisions.add(precision);
            }
        }
        return precisions;
    }
}

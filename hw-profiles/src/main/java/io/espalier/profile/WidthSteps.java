package io.espalier.profile;

import io.espalier.profile.KernelKey.Axis;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The divisors of a profile by kernel axis: what widths a search offers. Immutable. */
public final class WidthSteps {
    private static final WidthSteps NONE = new WidthSteps(Map.of());

    private final Map<String, WidthStep> steps;
    private final Map<String, Integer> ofFamily = new HashMap<>();

    private WidthSteps(Map<String, WidthStep> steps) {
        this.steps = steps;
        steps.values()
                .forEach(
                        step -> ofFamily.merge(step.axis() + " " + step.kernel().family(), step.divisor(), Math::max));
    }

    public static WidthSteps none() {
        return NONE;
    }

    public static WidthSteps of(List<WidthStep> steps) {
        return NONE.with(steps);
    }

    /** All steps, in the order of their kernels' texts. */
    public List<WidthStep> all() {
        return List.copyOf(steps.values());
    }

    /**
     * The divisor of an axis: that of this kernel if it was swept, else the largest of a kernel that differs from it in
     * widths alone.
     */
    public OptionalInt divisor(KernelKey kernel, Axis axis) {
        WidthStep exact = steps.get(axis + " " + kernel);
        if (exact != null) {
            return OptionalInt.of(exact.divisor());
        }
        Integer similar = ofFamily.get(axis + " " + kernel.family());
        return similar == null ? OptionalInt.empty() : OptionalInt.of(similar);
    }

    WidthSteps with(List<WidthStep> added) {
        Map<String, WidthStep> all = new TreeMap<>(steps);
        added.forEach(step -> all.put(step.axis() + " " + step.kernel(), step));
        return new WidthSteps(Collections.unmodifiableMap(all));
    }
}

package io.espalier.profile.fusion;

import io.espalier.zoo.graph.Operator.Activation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What joins a kernel, each time as the only reader of what the kernel writes.
 *
 * @param activations that join it
 * @param add whether the sum with another value joins it, whatever is behind
 * @param activationsBehindAdd that join it behind such a sum, which joins with them in any case
 * @param bias whether the sum with a vector of weights joins it
 * @param scale whether the multiplication of what it reads by a number joins it
 */
public record JoinRules(
        Set<Activation.Kind> activations,
        boolean add,
        Set<Activation.Kind> activationsBehindAdd,
        boolean bias,
        boolean scale) {
    /** Nothing joins. */
    public static final JoinRules NONE = new JoinRules(Set.of(), false, Set.of(), false, false);

    public JoinRules {
        activations = copy(activations);
        activationsBehindAdd = copy(activationsBehindAdd);
    }

    private static Set<Activation.Kind> copy(Set<Activation.Kind> kinds) {
        EnumSet<Activation.Kind> copy = EnumSet.noneOf(Activation.Kind.class);
        copy.addAll(kinds);
        return Collections.unmodifiableSet(copy);
    }
}

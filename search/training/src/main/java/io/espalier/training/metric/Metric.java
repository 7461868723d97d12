package io.espalier.training.metric;

import io.espalier.training.Accuracy;

/**
 * Measures how good a network is at its task. Whatever it counts, its result is an {@link Accuracy}, which is better high
 * and 1 when nothing is wrong; {@link #reading} says the same in the metric's own terms. Thread-safe.
 */
public interface Metric {

    /** As users write it, such as {@code top5}. */
    String name();

    /** Whether more is better of {@link #reading}. */
    boolean isHigherBetter();

    /** The accuracy that a guess without looking at the input reaches, 0 to below 1. */
    double guessing();

    /** All that a result depends on besides network and examples: part of every accuracy key. */
    String description();

    /**
     * @throws io.espalier.training.data.InvalidDataException when the examples do not fit the network
     * @throws io.espalier.training.command.CommandFailedException when a command of the user's fails
     */
    Accuracy of(Subject subject, EvaluationSet set);

    /** The same with what each example says, where the metric can tell. Throws like {@link #of}. */
    default Measured measure(Subject subject, EvaluationSet set) {
        return new Measured(of(subject, set), ExampleScores.NONE);
    }

    /** An accuracy in the metric's own terms. */
    default Reading reading(Accuracy accuracy) {
        return new Reading(accuracy.value(), accuracy.standardError());
    }

    /** A value with its standard error over the examples. */
    record Reading(double value, double standardError) {}
}

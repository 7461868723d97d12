package io.espalier.search.objective;

/**
 * One thing to make better: accuracy is maximised, every cost is minimised.
 *
 * @param metric with its profile written out
 */
public record Objective(MetricName metric) {
    public static final Objective ACCURACY = new Objective(MetricName.of(MetricName.ACCURACY));

    /**
     * Reads {@code NAME[@PROFILE]}.
     *
     * @throws IllegalArgumentException when the name or the profile is unknown; the message says at which character
     */
    public static Objective parse(String text, Vocabulary vocabulary) {
        return new Objective(new Scanner("objective", text, vocabulary).onlyMetric());
    }

    public boolean isAccuracy() {
        return metric.isAccuracy();
    }

    @Override
    public String toString() {
        return metric.toString();
    }
}

package io.espalier.search.objective;

import io.espalier.cost.CostMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that objectives and constraints of one run may use.
 *
 * @param costs in the order offered
 * @param perProfile names of those of them that differ from profile to profile, such as latency
 * @param profiles ids of the run's profiles; the first is meant where none is named
 * @param missing what a cost still needs before it can be priced, by its name: the second line of the message
 * @param named objectives that the user gave a name
 */
public record Vocabulary(
        List<CostMetric> costs,
        Set<String> perProfile,
        List<String> profiles,
        Map<String, String> missing,
        Map<String, Objective> named) {
    public Vocabulary {
        costs = List.copyOf(costs);
        perProfile = Collections.unmodifiableSet(new LinkedHashSet<>(perProfile));
        profiles = List.copyOf(profiles);
        missing = Map.copyOf(missing);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        if (!perProfile.isEmpty() && profiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "The metrics %s need a profile, but there is none.".formatted(perProfile));
        }
    }

    /** A vocabulary in which everything can be priced, and nothing has a name yet. */
    public static Vocabulary of(List<CostMetric> costs, Set<String> perProfile, List<String> profiles) {
        return new Vocabulary(costs, perProfile, profiles, Map.of(), Map.of());
    }

    /** The same, in which these costs still need something. */
    public Vocabulary withMissing(Map<String, String> more) {
        return new Vocabulary(costs, perProfile, profiles, more, named);
    }

    /** The same, in which those of {@code objectives} that have a name of their own can be used by it. */
    public Vocabulary with(List<Objective> objectives) {
        Map<String, Objective> all = new LinkedHashMap<>(named);
        objectives.stream()
                .filter(objective ->
                        !objective.name().equals(objective.expression().text()))
                .forEach(objective -> all.put(objective.name(), objective));
        return new Vocabulary(costs, perProfile, profiles, missing, all);
    }

    /** Accuracy, the costs, and what the user named. */
    public List<String> metrics() {
        List<String> names = new ArrayList<>(List.of(MetricName.ACCURACY));
        costs.forEach(cost -> names.add(cost.name()));
        names.addAll(named.keySet());
        return names;
    }

    boolean knows(String metric) {
        return metric.equals(MetricName.ACCURACY)
                || costs.stream().anyMatch(cost -> cost.name().equals(metric));
    }

    /** @throws IllegalArgumentException when there is no cost of that name */
    CostMetric metric(String name) {
        return costs.stream()
                .filter(cost -> cost.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no cost (%s).".formatted(name)));
    }

    /** The same metric with the profile written out where it has one. */
    public MetricName resolve(MetricName name) {
        if (!perProfile.contains(name.metric())) {
            return MetricName.of(name.metric());
        }
        return name.profileId() == null ? new MetricName(name.metric(), profiles.get(0)) : name;
    }
}

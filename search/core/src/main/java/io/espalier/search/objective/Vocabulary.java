package io.espalier.search.objective;

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
 * @param costUnits unit of each cost metric by its name ({@code ms}, {@code bytes}, … or empty), in the order offered
 * @param perProfile those of them that differ from profile to profile, such as latency
 * @param profiles ids of the run's profiles; the first is meant where none is named
 */
public record Vocabulary(Map<String, String> costUnits, Set<String> perProfile, List<String> profiles) {
    public Vocabulary {
        costUnits = Collections.unmodifiableMap(new LinkedHashMap<>(costUnits));
        perProfile = Collections.unmodifiableSet(new LinkedHashSet<>(perProfile));
        profiles = List.copyOf(profiles);
        if (!perProfile.isEmpty() && profiles.isEmpty()) {
            throw new IllegalArgumentException(
                    "The metrics %s need a profile, but there is none.".formatted(perProfile));
        }
    }

    /** Accuracy and the costs. */
    public List<String> metrics() {
        List<String> names = new ArrayList<>(List.of(MetricName.ACCURACY));
        names.addAll(costUnits.keySet());
        return names;
    }

    boolean knows(String metric) {
        return metric.equals(MetricName.ACCURACY) || costUnits.containsKey(metric);
    }

    /** The same metric with the profile written out where it has one. */
    public MetricName resolve(MetricName name) {
        if (!perProfile.contains(name.metric())) {
            return MetricName.of(name.metric());
        }
        return name.profileId() == null ? new MetricName(name.metric(), profiles.get(0)) : name;
    }
}

package io.espalier.search.evaluate;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All costs that a run knows, by the name they have in files: latency once for each profile, what follows from
 * structure, and users' own. Immutable.
 */
public final class CostCatalog {
    public static final String LATENCY = KernelTableLatency.LATENCY.name();

    private final Map<MetricName, CostModel> models;

    private CostCatalog(Map<MetricName, CostModel> models) {
        this.models = Collections.unmodifiableMap(models);
    }

    /** The costs over these profiles; peak memory is at the first one's batch. */
    public static CostCatalog of(List<HardwareProfile> profiles, List<CostModel> plugins) {
        Map<MetricName, CostModel> models = new LinkedHashMap<>();
        for (HardwareProfile profile : profiles) {
            models.put(new MetricName(LATENCY, profile.id().value()), KernelTableLatency.of(profile));
        }
        int batch = profiles.isEmpty() ? 1 : profiles.get(0).batch();
        AnalyticCosts.all(batch).forEach(model -> put(models, model));
        plugins.forEach(model -> put(models, model));
        return new CostCatalog(models);
    }

    /** A catalog of these models alone, for costs without a profile. */
    public static CostCatalog of(List<CostModel> costs) {
        Map<MetricName, CostModel> models = new LinkedHashMap<>();
        costs.forEach(model -> put(models, model));
        return new CostCatalog(models);
    }

    private static void put(Map<MetricName, CostModel> models, CostModel model) {
        MetricName name = MetricName.of(model.metric().name());
        if (name.metric().equals(LATENCY) || name.isAccuracy() || models.containsKey(name)) {
            throw new IllegalArgumentException(
                    "There is a metric (%s) already.\nMaybe give the cost model another name.".formatted(name));
        }
        models.put(name, model);
    }

    /** The names that objectives and constraints may use, known before any profile is measured. */
    public static Vocabulary vocabulary(List<String> profileIds, List<CostModel> plugins) {
        Map<String, String> units = new LinkedHashMap<>();
        units.put(LATENCY, KernelTableLatency.LATENCY.unit());
        for (CostMetric metric :
                List.of(AnalyticCosts.SIZE, AnalyticCosts.MACS, AnalyticCosts.PARAMS, AnalyticCosts.PEAK_MEMORY)) {
            units.put(metric.name(), metric.unit());
        }
        plugins.forEach(
                plugin -> units.put(plugin.metric().name(), plugin.metric().unit()));
        return new Vocabulary(units, Set.of(LATENCY), profileIds);
    }

    /** What each cost counts, by name. */
    public Map<String, CostMetric> metrics() {
        Map<String, CostMetric> metrics = new LinkedHashMap<>();
        models.forEach((name, model) -> metrics.put(name.toString(), model.metric()));
        return metrics;
    }

    /** Names of the costs of which more is better. */
    public Set<String> higherIsBetter() {
        List<String> names = new ArrayList<>();
        models.forEach((name, model) -> {
            if (model.metric().direction() == CostMetric.Direction.HIGHER_IS_BETTER) {
                names.add(name.metric());
            }
        });
        return Set.copyOf(names);
    }

    /** All costs of a network, by name. */
    public SortedMap<String, CostEstimate> estimate(CostQuery query) {
        SortedMap<String, CostEstimate> costs = new TreeMap<>();
        models.forEach((name, model) -> costs.put(name.toString(), model.estimate(query)));
        return costs;
    }
}

package io.espalier.search.evaluate;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.derived.PriceCostModel;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.cost.shipped.ShippedCosts;
import io.espalier.profile.HardwareProfile;
import io.espalier.search.objective.MetricName;
import io.espalier.search.objective.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All costs that a run prices, by the name they have in files: those that depend on the device once for each profile,
 * those that follow from structure, and users' own. Of the shipped ones only those that every report tells, and those that
 * an objective or a constraint needs: the others would cost time with every candidate. Immutable.
 */
public final class CostCatalog {
    public static final String LATENCY = KernelTableLatency.LATENCY.name();

    private final Map<MetricName, CostModel> models;
    private final Set<MetricName> late;

    /** @param late names of the models that no search decides by */
    private CostCatalog(Map<MetricName, CostModel> models, Set<MetricName> late) {
        this.models = Collections.unmodifiableMap(models);
        this.late = Set.copyOf(late);
    }

    /** What every report tells, over these profiles; peak memory is at the first one's batch. */
    public static CostCatalog of(List<HardwareProfile> profiles, List<CostModel> plugins) {
        return of(profiles, plugins, Set.of(), OptionalDouble.empty());
    }

    /**
     * The same and what is asked for.
     *
     * @param asked metrics with their profiles written out
     * @param pricePerHour what the machine costs an hour; empty: there is no price
     */
    public static CostCatalog of(
            List<HardwareProfile> profiles,
            List<CostModel> plugins,
            Collection<MetricName> asked,
            OptionalDouble pricePerHour) {
        Map<MetricName, CostModel> models = new LinkedHashMap<>();
        for (HardwareProfile profile : profiles) {
            String id = profile.id().value();
            for (CostModel model : ShippedCosts.profileModels(
                    profile, pricePerHour, name -> isWanted(new MetricName(name, id), asked))) {
                models.put(new MetricName(model.metric().name(), id), model);
            }
        }
        int batch = profiles.isEmpty() ? 1 : profiles.get(0).batch();
        Set<MetricName> late = new HashSet<>();
        for (CostModel model : ShippedCosts.structureModels(batch, name -> isWanted(MetricName.of(name), asked))) {
            put(models, model);
            MetricName name = MetricName.of(model.metric().name());
            if (!asked.contains(name)) {
                late.add(name);
            }
        }
        plugins.forEach(CostCatalog::requireNewName);
        plugins.forEach(model -> put(models, model));
        return new CostCatalog(models, late);
    }

    private static boolean isWanted(MetricName metric, Collection<MetricName> asked) {
        return ShippedCosts.always().contains(metric.metric()) || asked.contains(metric);
    }

    /** A catalog of these models alone, for costs without a profile. */
    public static CostCatalog of(List<CostModel> costs) {
        Map<MetricName, CostModel> models = new LinkedHashMap<>();
        costs.forEach(model -> put(models, model));
        return new CostCatalog(models, Set.of());
    }

    private static void put(Map<MetricName, CostModel> models, CostModel model) {
        MetricName name = MetricName.of(model.metric().name());
        if (models.containsKey(name)) {
            throw taken(name.metric());
        }
        models.put(name, model);
    }

    private static void requireNewName(CostModel plugin) {
        String name = plugin.metric().name();
        if (name.equals(MetricName.ACCURACY)
                || shipped().anyMatch(metric -> metric.name().equals(name))) {
            throw taken(name);
        }
    }

    private static Stream<CostMetric> shipped() {
        return Stream.concat(ShippedCosts.ofProfiles().stream(), ShippedCosts.ofStructures().stream());
    }

    private static IllegalArgumentException taken(String name) {
        return new IllegalArgumentException(
                "There is a metric (%s) already.\nMaybe give the cost model another name.".formatted(name));
    }

    /**
     * The names that objectives and constraints may use, known before any profile is measured.
     *
     * @param pricePerHour what the machine costs an hour; empty: a price cannot be asked for
     * @throws IllegalArgumentException when a plug-in bears the name of a shipped cost
     */
    public static Vocabulary vocabulary(List<String> profileIds, List<CostModel> plugins, OptionalDouble pricePerHour) {
        plugins.forEach(CostCatalog::requireNewName);
        List<CostMetric> costs = new ArrayList<>(shipped().toList());
        plugins.forEach(plugin -> costs.add(plugin.metric()));
        Set<String> perProfile =
                ShippedCosts.ofProfiles().stream().map(CostMetric::name).collect(Collectors.toSet());
        Vocabulary vocabulary = Vocabulary.of(costs, perProfile, profileIds);
        return pricePerHour.isPresent()
                ? vocabulary
                : vocabulary.withMissing(Map.of(
                        PriceCostModel.PRICE.name(),
                        "--price-per-hour 0.34: what the machine costs an hour, in any currency."));
    }

    /** What each cost counts, by name. */
    public Map<String, CostMetric> metrics() {
        Map<String, CostMetric> metrics = new LinkedHashMap<>();
        models.forEach((name, model) -> metrics.put(name.toString(), model.metric()));
        return metrics;
    }

    /** The costs of a network that a search decides by, by name. */
    SortedMap<String, CostEstimate> prompt(CostQuery query) {
        return estimate(query, name -> !late.contains(name));
    }

    /** The other costs of a network, by name. */
    SortedMap<String, CostEstimate> late(CostQuery query) {
        return estimate(query, late::contains);
    }

    private SortedMap<String, CostEstimate> estimate(CostQuery query, Predicate<MetricName> wanted) {
        SortedMap<String, CostEstimate> costs = new TreeMap<>();
        models.forEach((name, model) -> {
            if (wanted.test(name)) {
                costs.put(name.toString(), model.estimate(query));
            }
        });
        return costs;
    }
}

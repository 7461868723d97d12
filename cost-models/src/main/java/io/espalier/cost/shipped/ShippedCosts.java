package io.espalier.cost.shipped;

import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.cost.derived.PriceCostModel;
import io.espalier.cost.derived.TailLatencyCostModel;
import io.espalier.cost.derived.ThroughputCostModel;
import io.espalier.cost.energy.EnergyCostModel;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/** The registry of what Espalier itself can price. */
public final class ShippedCosts {
    private ShippedCosts() {}

    /** What is counted on the device of a profile, so that it differs from profile to profile. */
    public static List<CostMetric> ofProfiles() {
        return List.of(
                KernelTableLatency.LATENCY,
                TailLatencyCostModel.LATENCY_P95,
                ThroughputCostModel.THROUGHPUT,
                EnergyCostModel.ENERGY,
                PriceCostModel.PRICE);
    }

    /** What follows from structure and precision. */
    public static List<CostMetric> ofStructures() {
        return List.of(
                AnalyticCosts.SIZE,
                AnalyticCosts.MACS,
                AnalyticCosts.PARAMS,
                AnalyticCosts.PEAK_MEMORY,
                AnalyticCosts.BIT_OPERATIONS);
    }

    /** What a report always tells: the others are priced when somebody asks for them. */
    public static Set<String> always() {
        return Set.of(
                KernelTableLatency.LATENCY.name(),
                AnalyticCosts.SIZE.name(),
                AnalyticCosts.MACS.name(),
                AnalyticCosts.PARAMS.name(),
                AnalyticCosts.PEAK_MEMORY.name());
    }

    /** The models of {@link #ofStructures} whose names are wanted. @param batch for inputs whose batch is free */
    public static List<CostModel> structureModels(int batch, Predicate<String> wanted) {
        return AnalyticCosts.all(batch).stream()
                .filter(model -> wanted.test(model.metric().name()))
                .toList();
    }

    /**
     * The models of {@link #ofProfiles} whose names are wanted, latency first.
     *
     * @param pricePerHour of the machine; empty: there is no price
     */
    public static List<CostModel> profileModels(
            HardwareProfile profile, OptionalDouble pricePerHour, Predicate<String> wanted) {
        List<CostModel> models = new ArrayList<>();
        CostModel latency = KernelTableLatency.of(profile);
        CostModel throughput = ThroughputCostModel.of(profile, latency);
        models.add(latency);
        if (wanted.test(TailLatencyCostModel.LATENCY_P95.name())) {
            models.add(TailLatencyCostModel.of(profile, latency));
        }
        models.add(throughput);
        models.add(EnergyCostModel.of(profile, latency));
        pricePerHour.ifPresent(perHour -> models.add(PriceCostModel.of(throughput, perHour)));
        models.removeIf(model -> !wanted.test(model.metric().name()));
        return models;
    }
}

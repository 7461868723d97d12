package io.espalier.search;

import io.espalier.cost.derived.PriceCostModel;
import io.espalier.cost.derived.ThroughputCostModel;
import io.espalier.cost.energy.EnergyCostModel;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.LoadMeasurement;
import io.espalier.profile.measure.LoadResult;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.objective.Goals;
import io.espalier.search.objective.MetricName;
import io.espalier.zoo.graph.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures what only shows under load, of what is exported and as far as the user asked for it: throughput and price with
 * all cores busy, energy with one copy at work. Each for a short while, models one after the other, so they are means of a
 * machine as it is, not of the quiet one.
 */
final class UnderLoad {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int SHARE_OF_TIME = 4;

    private final RunContext run;
    private final HardwareProfile profile;
    private final MetricName throughput;
    private final MetricName price;
    private final MetricName energy;
    private final Set<MetricName> asked;

    UnderLoad(RunContext run, Ground ground) {
        this.run = run;
        profile = ground.profiles().get(0);
        String id = profile.id().value();
        throughput = new MetricName(ThroughputCostModel.THROUGHPUT.name(), id);
        price = new MetricName(PriceCostModel.PRICE.name(), id);
        energy = new MetricName(EnergyCostModel.ENERGY.name(), id);
        asked = Goals.metrics(ground.goals().objectives(), ground.goals().constraints());
    }

    /** The points with what was measured; the very points where nothing was asked for. */
    List<FrontPoint> measured(List<FrontPoint> points) {
        boolean busy = asked.contains(throughput) || asked.contains(price);
        boolean metered = asked.contains(energy) && run.ports.energy().joules().isPresent();
        if (!busy && !metered) {
            return points;
        }
        Duration share = run.plan.left().dividedBy((long) SHARE_OF_TIME * points.size());
        Duration each = share.compareTo(LONGEST) < 0 ? share : LONGEST;
        LoadMeasurement load = new LoadMeasurement(run.ports.runtime(), run.ports.energy(), run.ports.nanoTime());
        List<FrontPoint> measured = new ArrayList<>();
        for (FrontPoint point : points) {
            SortedMap<String, Double> values = new TreeMap<>();
            if (busy) {
                double second = load(load, point, ThroughputCostModel.copies(profile), each)
                        .inferencesPerSecond();
                values.put(throughput.toString(), second);
                OptionalDouble perHour = run.request.pricePerHour();
                if (perHour.isPresent()) {
                    values.put(price.toString(), PriceCostModel.perMillion(perHour.getAsDouble(), second));
                }
            }
            if (metered) {
                load(load, point, 1, each).millijoules().ifPresent(value -> values.put(energy.toString(), value));
            }
            measured.add(point.withMeasured(values));
            run.tell(new SearchEvent.MeasuringProgressed(measured.size(), points.size(), Optional.empty()));
        }
        return measured;
    }

    private LoadResult load(LoadMeasurement load, FrontPoint point, int copies, Duration each) {
        Precision precision = point.recipe().precision().isEmpty() ? Precision.FP32 : Precision.INT8;
        LatencySubject subject = LatencySubject.of(
                point.id(), precision, run.directory.candidateFile(point.key().hash()));
        return load.measure(subject, copies, run.request.threads(), profile.batch(), each);
    }
}

package io.espalier.app.predict;

import io.espalier.app.evaluate.Latency;
import io.espalier.app.predict.Predictor.Named;
import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.cost.derived.PriceCostModel;
import io.espalier.cost.derived.TailLatencyCostModel;
import io.espalier.cost.derived.ThroughputCostModel;
import io.espalier.cost.energy.EnergyCostModel;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.EnergyMeter;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.LoadMeasurement;
import io.espalier.profile.measure.LoadResult;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Puts what is measured on this machine beside predictions: latencies interleaved, at the profile's threads and batch; then
 * each model under load, on all cores for its throughput and, where there is a meter, alone for its energy. The first model
 * of each precision tells the quiet machine from the slow one.
 */
public final class HereMeasurement {
    private static final Duration LOAD = Duration.ofSeconds(1);

    private final HardwareProfile profile;
    private final InferenceRuntime runtime;
    private final EnergyMeter meter;
    private final OptionalDouble pricePerHour;

    /** @param pricePerHour what the machine costs an hour; empty: no price follows from the throughput */
    public HereMeasurement(
            HardwareProfile profile, InferenceRuntime runtime, EnergyMeter meter, OptionalDouble pricePerHour) {
        this.profile = profile;
        this.runtime = runtime;
        this.meter = meter;
        this.pricePerHour = pricePerHour;
    }

    /**
     * The predictions with what was measured, in their order.
     *
     * @param predictions of {@code models}, as {@link Predictor#predict} orders them
     * @param limit for the latencies of all of them together
     */
    public List<Prediction> beside(
            List<Prediction> predictions, List<Named> models, Duration limit, MeasurementListener listener) {
        Map<String, LatencyStatistics> latencies = LatencyProtocol.standard(limit, 0)
                .measure(subjects(models), runtime, profile.threads(), profile.batch(), System::nanoTime, listener);
        List<Prediction> both = new ArrayList<>(predictions);
        for (int i = 0; i < models.size(); i++) {
            LatencyStatistics statistics = Objects.requireNonNull(latencies.get(String.valueOf(i)), "measured");
            Map<String, Double> values = values(models.get(i), statistics);
            // Cost by cost, the models of each in their order.
            for (int at = i; at < both.size(); at += models.size()) {
                both.set(at, beside(both.get(at), statistics, values));
            }
        }
        return both;
    }

    private static Prediction beside(Prediction prediction, LatencyStatistics latency, Map<String, Double> values) {
        if (prediction.metric().equals(KernelTableLatency.LATENCY.name())) {
            return prediction.measured(Latency.of(latency));
        }
        Double value = values.get(prediction.metric());
        return value == null ? prediction : prediction.measured(value);
    }

    private static List<LatencySubject> subjects(List<Named> models) {
        List<LatencySubject> subjects = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Named model = models.get(i);
            subjects.add(model.file().subject(String.valueOf(i), model.precision()));
        }
        return subjects;
    }

    private Map<String, Double> values(Named model, LatencyStatistics latency) {
        Map<String, Double> values = new HashMap<>();
        values.put(TailLatencyCostModel.LATENCY_P95.name(), latency.p95Us() / 1000);
        model.file().bytes().ifPresent(bytes -> values.put(AnalyticCosts.SIZE.name(), (double) bytes));
        double second = load(model, ThroughputCostModel.copies(profile)).inferencesPerSecond();
        values.put(ThroughputCostModel.THROUGHPUT.name(), second);
        pricePerHour.ifPresent(
                perHour -> values.put(PriceCostModel.PRICE.name(), PriceCostModel.perMillion(perHour, second)));
        if (meter.joules().isPresent()) {
            load(model, 1).millijoules().ifPresent(energy -> values.put(EnergyCostModel.ENERGY.name(), energy));
        }
        return values;
    }

    private LoadResult load(Named model, int copies) {
        return new LoadMeasurement(runtime, meter, System::nanoTime)
                .measure(
                        model.file().subject(model.name(), model.precision()),
                        copies,
                        profile.threads(),
                        profile.batch(),
                        LOAD);
    }
}

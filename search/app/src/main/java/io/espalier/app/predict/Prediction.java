package io.espalier.app.predict;

import io.espalier.app.evaluate.Latency;
import io.espalier.cost.CostEstimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one model costs on the device of a profile.
 *
 * @param model as the user named it
 * @param metric {@code latency}
 * @param low lower end of the 90 % interval
 * @param measured on this machine; null when it was not
 * @param precision {@code fp32} or {@code int8}
 * @param costs that follow from structure: MACs, parameters, bytes of the file, peak memory
 */
public record Prediction(
        String model,
        String profile,
        String metric,
        String unit,
        double value,
        double low,
        double high,
        String confidence,
        @Nullable Latency measured,
        String precision,
        List<Cost> costs) {

    /** Another cost of the model. */
    public record Cost(String metric, String unit, double value, String confidence) {
        static Cost of(CostEstimate estimate) {
            return new Cost(
                    estimate.metric().name(),
                    estimate.metric().unit(),
                    estimate.value(),
                    estimate.confidence().toString());
        }
    }

    public Prediction {
        costs = List.copyOf(costs);
    }

    static Prediction of(String model, String profile, String precision, CostEstimate latency, List<Cost> costs) {
        return new Prediction(
                model,
                profile,
                latency.metric().name(),
                latency.metric().unit(),
                latency.value(),
                latency.low(),
                latency.high(),
                latency.confidence().toString(),
                null,
                precision,
                costs);
    }

    /** This prediction beside what was measured. */
    Prediction measured(Latency latency) {
        return new Prediction(model, profile, metric, unit, value, low, high, confidence, latency, precision, costs);
    }
}

package io.espalier.app.predict;

import io.espalier.app.evaluate.Latency;
import io.espalier.cost.CostEstimate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One cost of one model on the device of a profile.
 *
 * @param model as the user named it
 * @param metric {@code latency}, {@code throughput}, {@code size}, …
 * @param low lower end of the 90 % interval
 * @param measured on this machine: of a latency its {@link Latency}, else {@code value}; null when it was not
 * @param precision {@code fp32} or {@code int8}
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
        @Nullable Object measured,
        String precision) {

    static Prediction of(String model, String profile, String precision, CostEstimate estimate) {
        return new Prediction(
                model,
                profile,
                estimate.metric().name(),
                estimate.metric().unit(),
                estimate.value(),
                estimate.low(),
                estimate.high(),
                estimate.confidence().toString(),
                null,
                precision);
    }

    /** This prediction beside a measured latency. */
    Prediction measured(Latency latency) {
        return withMeasured(latency);
    }

    /** This prediction beside what was measured. */
    Prediction measured(double number) {
        return withMeasured(Map.of("value", number));
    }

    private Prediction withMeasured(Object both) {
        return new Prediction(model, profile, metric, unit, value, low, high, confidence, both, precision);
    }

    /** The measured number that compares with {@link #value}; null when there is none. */
    public @Nullable Double measuredValue() {
        if (measured instanceof Latency latency) {
            return latency.p10();
        }
        return measured instanceof Map<?, ?> map && map.get("value") instanceof Double number ? number : null;
    }
}

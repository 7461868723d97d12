package io.espalier.cost.derived;

import io.espalier.cost.CostEstimate;
import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;

/**
 * Money for a million examples on a machine that is paid by the hour and always busy, in the currency of the hourly
 * price.
 */
public final class PriceCostModel implements CostModel {
    public static final CostMetric PRICE = CostMetric.lowerIsBetter("price", "per million inferences");

    private static final double SECONDS_PER_HOUR = 3600;
    private static final double MILLION = 1e6;

    private final CostModel throughput;
    private final double perHour;

    private PriceCostModel(CostModel throughput, double perHour) {
        this.throughput = throughput;
        this.perHour = requirePrice(perHour);
    }

    /** The price of an hour. @throws IllegalArgumentException when it is none */
    public static double requirePrice(double perHour) {
        if (!(perHour > 0) || Double.isInfinite(perHour)) {
            throw new IllegalArgumentException(
                    "The price of an hour (%s) must be above 0.\nMaybe --price-per-hour 0.34, without a currency."
                            .formatted(perHour));
        }
        return perHour;
    }

    /**
     * @param throughput examples a second of the whole machine
     * @param perHour what the machine costs an hour, above 0
     */
    public static PriceCostModel of(CostModel throughput, double perHour) {
        return new PriceCostModel(throughput, perHour);
    }

    /** The price of a million examples. */
    public static double perMillion(double perHour, double inferencesPerSecond) {
        return perHour / SECONDS_PER_HOUR / inferencesPerSecond * MILLION;
    }

    @Override
    public CostMetric metric() {
        return PRICE;
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        CostEstimate second = throughput.estimate(query);
        return new CostEstimate(
                PRICE,
                perMillion(perHour, second.value()),
                perMillion(perHour, second.high()),
                perMillion(perHour, second.low()),
                second.confidence());
    }
}

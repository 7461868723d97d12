package io.espalier.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A linear axis from {@code low} to {@code high} with ticks at round numbers {@code step} apart. */
record Axis(double low, double high, double step) {

    /** The axis that holds both values with a little room, in about six steps. */
    static Axis over(double least, double most) {
        double range = Math.max(most - least, 1e-9);
        double rough = range / 6;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        double step = power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
        return new Axis(Math.floor(least / step) * step, Math.ceil(most / step + 0.2) * step, step);
    }

    /** Where {@code value} lies, 0 at the low end and 1 at the high end. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step / 2; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    String label(double tick) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step)));
        return String.format(Locale.ROOT, "%." + decimals + "f", tick);
    }
}

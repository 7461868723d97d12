package io.espalier.app.command;

import io.espalier.app.predict.Prediction;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Predictions as two tables: the latency of each model, with interval and confidence, then its other costs. */
final class PredictionTable {
    private PredictionTable() {}

    /**
     * @param predictions cost by cost, the latencies first
     * @param models how many there are of each cost
     * @param measured whether some were measured too
     */
    static void print(List<Prediction> predictions, int models, boolean measured, PrintWriter out) {
        List<String> header =
                new ArrayList<>(List.of("model", "precision", "latency ms", "90 % interval", "confidence"));
        if (measured) {
            header.addAll(List.of("measured ms", "error"));
        }
        Table latencies = new Table(header.toArray(String[]::new));
        for (Prediction latency : predictions.subList(0, models)) {
            latencies.row(latency(latency).toArray(String[]::new));
        }
        latencies.print(out);
        out.println();
        List<Prediction> others = predictions.subList(models, predictions.size());
        Table costs =
                new Table("cost", "model", "predicted", "90 % interval", "confidence", measured ? "measured" : "");
        for (Prediction other : others) {
            Double here = other.measuredValue();
            costs.row(
                    unitOf(other).isEmpty() ? other.metric() : other.metric() + " " + unitOf(other),
                    other.model(),
                    number(other, other.value()),
                    other.low() == other.high() ? "" : number(other, other.low()) + "–" + number(other, other.high()),
                    other.confidence(),
                    here == null ? "" : number(other, here));
        }
        costs.print(out);
    }

    private static List<String> latency(Prediction prediction) {
        List<String> row = new ArrayList<>(List.of(
                prediction.model(),
                prediction.precision(),
                ms(prediction.value()),
                ms(prediction.low()) + "–" + ms(prediction.high()),
                prediction.confidence()));
        Double measured = prediction.measuredValue();
        if (measured != null) {
            row.add(ms(measured));
            row.add(String.format(Locale.ROOT, "%+.1f %%", 100 * (prediction.value() / measured - 1)));
        }
        return row;
    }

    private static String unitOf(Prediction prediction) {
        return switch (prediction.unit()) {
            case "bytes" -> "KB";
            case "MACs", "parameters" -> "";
            default -> prediction.unit();
        };
    }

    private static String number(Prediction prediction, double value) {
        if (prediction.unit().equals("bytes")) {
            return String.format(Locale.ROOT, "%,.1f", value / 1000);
        }
        return value == Math.rint(value) && value >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

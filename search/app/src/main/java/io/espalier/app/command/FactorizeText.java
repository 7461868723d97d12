package io.espalier.app.command;

import io.espalier.app.evaluate.LatencyPair;
import io.espalier.app.factorize.FactorizedModel;
import io.espalier.app.prune.OneShotPruning.Change;
import java.io.PrintWriter;
import java.util.Locale;

/** What became of layers in two, for people. */
final class FactorizeText {
    private FactorizeText() {}

    static void print(FactorizeCommand.Report report, PrintWriter out) {
        Table table = new Table("layer", "form", "rank", "of", "energy kept", "of its MACs");
        for (FactorizedModel.Layer layer : report.layers()) {
            table.row(
                    layer.node(),
                    layer.form(),
                    String.valueOf(layer.rank()),
                    String.valueOf(layer.fullRank()),
                    percent(layer.energy()),
                    percent(share(layer.macs())));
        }
        table.print(out);
        out.println(report.file());
        out.printf(
                Locale.ROOT,
                "MACs %,d -> %,d (%s), parameters %,d -> %,d (%s)%n",
                report.macs().before(),
                report.macs().after(),
                percent(share(report.macs())),
                report.params().before(),
                report.params().after(),
                percent(share(report.params())));
        LatencyPair latency = report.latency();
        if (latency == null) {
            out.println("Two thin layers may take longer than one of more MACs; --measure tells.");
        } else {
            out.printf(
                    Locale.ROOT,
                    "latency here, one thread, batch 1: %.3f ms -> %.3f ms (%s)%n",
                    latency.before().p10(),
                    latency.after().p10(),
                    percent(latency.ratio()));
        }
        out.flush();
    }

    private static double share(Change change) {
        return (double) change.after() / Math.max(1, change.before());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

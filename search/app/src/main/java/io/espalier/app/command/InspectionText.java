package io.espalier.app.command;

import io.espalier.app.inspect.Inspection;
import java.io.PrintWriter;
import java.util.Locale;

/** An inspection for people. */
final class InspectionText {
    private InspectionText() {}

    static void print(Inspection inspection, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "opset %d, %,d parameters, %,d MACs%n%n",
                inspection.opset(),
                inspection.params(),
                inspection.macs());
        Table layers = new Table("layer", "operator", "output", "MACs", "parameters");
        for (Inspection.Layer layer : inspection.layers()) {
            layers.row(layer.name(), layer.operator(), layer.output(), count(layer.macs()), count(layer.params()));
        }
        layers.print(out);
        out.println();
        Table groups = new Table("channel group", "channels", "prunable", "tensors");
        for (Inspection.Group group : inspection.groups()) {
            groups.row(
                    group.id(),
                    count(group.channels()),
                    group.prunable() ? "yes" : "no: " + group.reason(),
                    count(group.tensors().size()));
        }
        groups.print(out);
        out.println();
        Table blocks = new Table("residual block", "removable", "nodes");
        for (Inspection.Block block : inspection.blocks()) {
            blocks.row(
                    block.id(),
                    block.removable() ? "yes" : "no: " + block.reason(),
                    count(block.nodes().size()));
        }
        blocks.print(out);
        if (!inspection.kernels().isEmpty()) {
            out.println();
            Table kernels = new Table("kernel", "µs", "confidence");
            for (Inspection.KernelCost kernel : inspection.kernels()) {
                kernels.row(kernel.key(), String.format(Locale.ROOT, "%.1f", kernel.micros()), kernel.confidence());
            }
            kernels.print(out);
        }
        inspection.warnings().forEach(warning -> out.println("warning: " + warning));
        out.flush();
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

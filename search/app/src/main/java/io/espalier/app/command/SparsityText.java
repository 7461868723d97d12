package io.espalier.app.command;

import io.espalier.app.finetune.SparsityResult;
import java.io.PrintWriter;
import java.util.Locale;

/** How sparse a model became, for people, and what that is worth. */
final class SparsityText {
    private SparsityText() {}

    /** @param bytes of the written file */
    static void print(SparsityResult result, long bytes, PrintWriter out) {
        Table table = new Table("weight", "zeros", "of");
        for (SparsityResult.Layer layer : result.layers()) {
            table.row(layer.weight(), percent(layer.sparsity()), String.format(Locale.ROOT, "%,d", layer.weights()));
        }
        table.print(out);
        out.printf(
                Locale.ROOT,
                "sparsity %s: %,d of %,d weights of convolutions and dense layers are not 0%n",
                percent(result.sparsity()),
                result.nonZero(),
                result.weights());
        out.printf(
                Locale.ROOT,
                "The file (%,d bytes) holds the zeros, and ONNX Runtime multiplies by them: it is as large and as fast as a dense one.%n",
                bytes);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

package io.espalier.app.report;

import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.WorthyWidths;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * Draws a kernel over both of its widths: the darker a cell, the more a channel pair costs there. What is free shows as an
 * area of one shade. Dots are measured. A line at the upper or right side of a cell marks the widest width of a step: where
 * lines run through, the step does not depend on the other width.
 */
final class SurfaceSvg {
    private static final double SIDE = 240;
    private static final double LEFT = 40;
    private static final double BOTTOM = 36;
    private static final int MOST_CELLS = 48;
    /** About how far predictions err; smaller steps would be made of that. */
    private static final double SMALLEST_STEP = .05;

    private SurfaceSvg() {}

    /**
     * The drawing as one {@code <svg>} element.
     *
     * @param family the kernel, at any widths
     * @param measured kernels of the family
     * @param us latency in µs of a kernel of the family
     */
    static String draw(KernelKey family, Collection<KernelKey> measured, ToDoubleFunction<KernelKey> us) {
        int mostIn = measured.stream().mapToInt(KernelKey::inChannels).max().orElse(1);
        int mostOut = measured.stream().mapToInt(KernelKey::outChannels).max().orElse(1);
        int stepIn = stride(mostIn);
        int stepOut = stride(mostOut);
        double most = 0;
        for (int in = stepIn; in <= mostIn; in += stepIn) {
            for (int out = stepOut; out <= mostOut; out += stepOut) {
                most = Math.max(most, us.applyAsDouble(family.withChannels(in, out)));
            }
        }
        StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"Latency over both widths, %s\">",
                LEFT + SIDE + 8,
                SIDE + BOTTOM + 8,
                family.precision());
        double cellX = SIDE * stepOut / (mostOut + stepOut - 1);
        double cellY = SIDE * stepIn / (mostIn + stepIn - 1);
        for (int in = stepIn; in <= mostIn; in += stepIn) {
            for (int out = stepOut; out <= mostOut; out += stepOut) {
                KernelKey kernel = family.withChannels(in, out);
                double latency = us.applyAsDouble(kernel);
                int light = (int) Math.round(96 - 62 * latency / most);
                line(
                        svg,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"hsl(205 60%% %d%%)\"><title>%d &gt; %d: %.1f µs</title></rect>",
                        LEFT + (out / stepOut - 1) * cellX,
                        8 + SIDE - (double) in / stepIn * cellY,
                        cellX + .3,
                        cellY + .3,
                        light,
                        in,
                        out,
                        latency);
            }
        }
        for (int in = stepIn; in <= mostIn; in += stepIn) {
            int row = in;
            for (int out : worthy(stepOut, mostOut, width -> us.applyAsDouble(family.withChannels(row, width)))) {
                edge(svg, LEFT + out / stepOut * cellX, 8 + SIDE - in / stepIn * cellY, 0, cellY);
            }
        }
        for (int out = stepOut; out <= mostOut; out += stepOut) {
            int column = out;
            for (int in : worthy(stepIn, mostIn, width -> us.applyAsDouble(family.withChannels(width, column)))) {
                edge(svg, LEFT + (out / stepOut - 1) * cellX, 8 + SIDE - in / stepIn * cellY, cellX, 0);
            }
        }
        for (KernelKey kernel : measured) {
            line(
                    svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\" fill=\"#d9541e\"/>",
                    LEFT + ((double) kernel.outChannels() / stepOut - .5) * cellX,
                    8 + SIDE - ((double) kernel.inChannels() / stepIn - .5) * cellY);
        }
        line(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">output channels to %d, %s</text>",
                LEFT + SIDE / 2,
                SIDE + 26,
                mostOut,
                family.precision());
        line(
                svg,
                "<text transform=\"translate(22 %.1f) rotate(-90)\" text-anchor=\"middle\">input channels to %d</text>",
                8 + SIDE / 2,
                mostIn);
        return svg.append("</svg>\n").toString();
    }

    /** A power of two, so that the steps of most devices are among the drawn widths. */
    private static int stride(int most) {
        int stride = 1;
        while (most > stride * MOST_CELLS) {
            stride *= 2;
        }
        return stride;
    }

    /** The widest widths of each step among the drawn ones. */
    private static List<Integer> worthy(int stride, int most, IntToDoubleFunction usOfWidth) {
        TreeMap<Integer, Double> us = new TreeMap<>();
        for (int width = stride; width <= most; width += stride) {
            us.put(width, usOfWidth.applyAsDouble(width));
        }
        return WorthyWidths.of(us, SMALLEST_STEP);
    }

    private static void edge(StringBuilder svg, double x, double y, double width, double height) {
        line(svg, "<path d=\"M%.1f %.1fl%.1f %.1f\" stroke=\"#f4b400\" stroke-width=\"1.2\"/>", x, y, width, height);
    }

    private static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

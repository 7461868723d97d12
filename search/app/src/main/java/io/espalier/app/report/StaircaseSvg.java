package io.espalier.app.report;

import java.util.List;
import java.util.Locale;

/** Draws latency over width: a line through the predictions, a dot where it was measured, a tick at each step. */
final class StaircaseSvg {
    private static final PlotSvg.Frame FRAME = new PlotSvg.Frame(430, 240, 48, 10, 12, 40, 11);
    private static final String[] COLOURS = {"#1668a8", "#d9541e", "#3a8a4d", "#7a4fa3"};

    private final String axis;
    private final List<WidthCurve> curves;
    private final Axis x;
    private final PlotSvg plot;

    private StaircaseSvg(String axis, List<WidthCurve> curves) {
        this.axis = axis;
        this.curves = curves;
        x = Axis.over(
                0,
                curves.stream()
                        .flatMap(curve -> curve.predicted().stream())
                        .mapToDouble(WidthCurve.Point::width)
                        .max()
                        .orElse(1));
        Axis y = Axis.over(
                0,
                curves.stream()
                        .flatMap(curve -> curve.predicted().stream())
                        .mapToDouble(WidthCurve.Point::us)
                        .max()
                        .orElse(1));
        plot = new PlotSvg(FRAME, x, y, "Latency over " + axis);
    }

    /** The drawing as one {@code <svg>} element. @param axis in words, such as {@code output channels} */
    static String draw(String axis, List<WidthCurve> curves) {
        return new StaircaseSvg(axis, curves).draw();
    }

    private String draw() {
        plot.drawAxes(axis);
        plot.line("<text x=\"4\" y=\"%.1f\" fill=\"#222\">µs</text>", FRAME.top() + 2);
        for (int i = 0; i < curves.size(); i++) {
            curve(curves.get(i), COLOURS[i % COLOURS.length], i);
        }
        return plot.finish();
    }

    private void curve(WidthCurve curve, String colour, int index) {
        StringBuilder path = new StringBuilder();
        for (WidthCurve.Point point : curve.predicted()) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    plot.px(point.width()),
                    plot.py(point.us())));
        }
        plot.line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-opacity=\".6\"/>", path, colour);
        for (WidthCurve.Point point : curve.measured()) {
            plot.line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"><title>%s %d: %.1f µs</title></circle>",
                    plot.px(point.width()),
                    plot.py(point.us()),
                    colour,
                    Html.escape(curve.name()),
                    point.width(),
                    point.us());
        }
        for (int width = curve.step(); width > 0 && width <= x.high(); width += curve.step()) {
            double top = plot.bottom() + 2 + 3 * index;
            plot.line(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\"/>",
                    plot.px(width), top, top + 3, colour);
        }
        plot.line(
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s%s</text>",
                FRAME.left() + 8,
                FRAME.top() + 6 + 14 * index,
                colour,
                Html.escape(curve.name()),
                curve.step() == 0 ? "" : ", steps of " + curve.step());
    }
}

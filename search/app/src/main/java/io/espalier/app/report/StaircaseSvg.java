package io.espalier.app.report;

import java.util.List;
import java.util.Locale;

/** Draws latency over width: a line through the predictions, a dot where it was measured, a tick at each step. */
final class StaircaseSvg {
    private static final double WIDTH = 430;
    private static final double HEIGHT = 240;
    private static final double LEFT = 48;
    private static final double RIGHT = 10;
    private static final double TOP = 12;
    private static final double BOTTOM = 40;
    private static final String[] COLOURS = {"#1668a8", "#d9541e", "#3a8a4d", "#7a4fa3"};

    private final String axis;
    private final List<WidthCurve> curves;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

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
        y = Axis.over(
                0,
                curves.stream()
                        .flatMap(curve -> curve.predicted().stream())
                        .mapToDouble(WidthCurve.Point::us)
                        .max()
                        .orElse(1));
    }

    /** The drawing as one {@code <svg>} element. @param axis in words, such as {@code output channels} */
    static String draw(String axis, List<WidthCurve> curves) {
        return new StaircaseSvg(axis, curves).draw();
    }

    private String draw() {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\" aria-label=\"Latency over %s\">",
                WIDTH, HEIGHT, Html.escape(axis));
        for (double tick : x.ticks()) {
            line(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#555\">%s</text>",
                    px(tick), HEIGHT - BOTTOM + 15, x.label(tick));
        }
        for (double tick : y.ticks()) {
            line(
                    "<line x1=\"%1$.1f\" x2=\"%2$.1f\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#eee\"/>",
                    LEFT, WIDTH - RIGHT, py(tick));
            line(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555\">%s</text>",
                    LEFT - 6, py(tick) + 4, y.label(tick));
        }
        line(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#222\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, Html.escape(axis));
        line("<text x=\"4\" y=\"%.1f\" fill=\"#222\">µs</text>", TOP + 2);
        for (int i = 0; i < curves.size(); i++) {
            curve(curves.get(i), COLOURS[i % COLOURS.length], i);
        }
        svg.append("</svg>\n");
        return svg.toString();
    }

    private void curve(WidthCurve curve, String colour, int index) {
        StringBuilder path = new StringBuilder();
        for (WidthCurve.Point point : curve.predicted()) {
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", px(point.width()), py(point.us())));
        }
        line("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-opacity=\".6\"/>", path, colour);
        for (WidthCurve.Point point : curve.measured()) {
            line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"><title>%s %d: %.1f µs</title></circle>",
                    px(point.width()), py(point.us()), colour, Html.escape(curve.name()), point.width(), point.us());
        }
        for (int width = curve.step(); width > 0 && width <= x.high(); width += curve.step()) {
            double top = HEIGHT - BOTTOM + 2 + 3 * index;
            line(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\"/>",
                    px(width), top, top + 3, colour);
        }
        line(
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s%s</text>",
                LEFT + 8,
                TOP + 6 + 14 * index,
                colour,
                Html.escape(curve.name()),
                curve.step() == 0 ? "" : ", steps of " + curve.step());
    }

    private double px(double width) {
        return LEFT + x.share(width) * (WIDTH - LEFT - RIGHT);
    }

    private double py(double us) {
        return HEIGHT - BOTTOM - y.share(us) * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

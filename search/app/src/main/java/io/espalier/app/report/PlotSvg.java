package io.espalier.app.report;

import java.util.Locale;

/** A drawing over two axes as one {@code <svg>} element, line by line: its frame, and where values lie in it. */
final class PlotSvg {
    private final Frame frame;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    /** The size of a drawing, what is left free around the plot, and the size of the letters, in pixels. */
    record Frame(double width, double height, double left, double right, double top, double bottom, int letters) {}

    /** Begins the element. @param label what it shows, for those who do not see it */
    PlotSvg(Frame frame, Axis x, Axis y, String label) {
        this.frame = frame;
        this.x = x;
        this.y = y;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"sans-serif\" font-size=\"%d\" role=\"img\" aria-label=\"%s\">",
                frame.width(), frame.height(), frame.letters(), Html.escape(label));
    }

    double px(double value) {
        return frame.left() + x.share(value) * (frame.width() - frame.left() - frame.right());
    }

    double py(double value) {
        return bottom() - y.share(value) * (bottom() - frame.top());
    }

    /** Where the horizontal axis lies. */
    double bottom() {
        return frame.height() - frame.bottom();
    }

    /** Numbers along both axes, a line across at each of the vertical one, and the name of the horizontal one. */
    void drawAxes(String name) {
        for (double tick : x.ticks()) {
            line(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#555\">%s</text>",
                    px(tick), bottom() + frame.letters() + 4, x.label(tick));
        }
        for (double tick : y.ticks()) {
            line(
                    "<line x1=\"%1$.1f\" x2=\"%2$.1f\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"#eee\"/>",
                    frame.left(), frame.width() - frame.right(), py(tick));
            line(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555\">%s</text>",
                    frame.left() - 6, py(tick) + 4, y.label(tick));
        }
        line(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"#222\">%s</text>",
                (frame.left() + frame.width() - frame.right()) / 2, frame.height() - 10, Html.escape(name));
    }

    /** A line upwards at each number of the horizontal axis. */
    void drawVerticals() {
        for (double tick : x.ticks()) {
            line(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\" stroke=\"#eee\"/>",
                    px(tick), frame.top(), bottom());
        }
    }

    /** Adds a line of markup, with a point in numbers everywhere. */
    void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Ends the element. */
    String finish() {
        return svg.append("</svg>\n").toString();
    }
}

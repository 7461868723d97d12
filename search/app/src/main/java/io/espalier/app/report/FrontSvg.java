package io.espalier.app.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws a front: cost to the right, accuracy upwards, a step line through the points, bars of one standard error. */
final class FrontSvg {
    private static final PlotSvg.Frame FRAME = new PlotSvg.Frame(860, 460, 70, 20, 20, 50, 12);

    private final DrawnCost drawn;
    private final List<ReportPoint> points;
    private final PlotSvg plot;

    private FrontSvg(List<ReportPoint> points, DrawnCost drawn) {
        this.drawn = drawn;
        this.points = points.stream()
                .filter(point -> point.validation().isPresent() && Double.isFinite(best(point)))
                .toList();
        Axis x = Axis.over(
                Math.min(0, this.points.stream().mapToDouble(this::best).min().orElse(0)),
                this.points.stream().mapToDouble(this::best).max().orElse(1));
        Axis y = Axis.over(
                this.points.stream()
                        .mapToDouble(point -> 100 * accuracy(point).value())
                        .min()
                        .orElse(0),
                this.points.stream()
                        .mapToDouble(point -> 100 * accuracy(point).value())
                        .max()
                        .orElse(100));
        plot = new PlotSvg(FRAME, x, y, "Accuracy against cost");
    }

    /** The drawing as one {@code <svg>} element; each model is a group with its id and a title to hover over. */
    static String draw(List<ReportPoint> points, DrawnCost cost) {
        return new FrontSvg(points, cost).draw();
    }

    private ReportPoint.Cost cost(ReportPoint point) {
        return point.cost(drawn.name());
    }

    private double best(ReportPoint point) {
        return cost(point).best();
    }

    private String draw() {
        plot.line("<rect width=\"%.0f\" height=\"%.0f\" fill=\"#fff\"/>", FRAME.width(), FRAME.height());
        plot.drawVerticals();
        plot.drawAxes(points.isEmpty() ? "cost" : named(cost(points.get(0))));
        plot.line(
                "<text transform=\"translate(18 %.1f) rotate(-90)\" text-anchor=\"middle\" fill=\"#222\">search-validation accuracy, %%</text>",
                (FRAME.top() + plot.bottom()) / 2);
        drawStep();
        points.forEach(this::drawPoint);
        drawLegend();
        return plot.finish();
    }

    private String named(ReportPoint.Cost cost) {
        return cost.unit().isEmpty() ? drawn.name() : drawn.name() + ", " + cost.unit();
    }

    private void drawStep() {
        List<ReportPoint> front = points.stream()
                .filter(point -> point.role() == ReportPoint.Role.POINT)
                .sorted(Comparator.comparingDouble(point -> drawn.isHigherBetter() ? -best(point) : best(point)))
                .toList();
        StringBuilder path = new StringBuilder();
        double best = Double.NEGATIVE_INFINITY;
        for (ReportPoint point : front) {
            double accuracy = 100 * accuracy(point).value();
            if (accuracy > best) {
                best = accuracy;
                String to = path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f";
                path.append(String.format(Locale.ROOT, to, plot.px(best(point)), plot.py(accuracy)));
            }
        }
        if (!path.isEmpty()) {
            plot.line("<path d=\"%s\" fill=\"none\" stroke=\"#9bbfd9\" stroke-width=\"1.5\"/>", path);
        }
    }

    private void drawPoint(ReportPoint point) {
        double cx = plot.px(best(point));
        double cy = plot.py(100 * accuracy(point).value());
        double reach = Math.abs(plot.py(0) - plot.py(100 * accuracy(point).standardError()));
        String colour = colour(point);
        plot.line(
                "<g class=\"model\" data-id=\"%s\"><title>%s</title>",
                Html.escape(point.id()), Html.escape(title(point)));
        plot.line(
                "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\" stroke-opacity=\".45\"/>",
                cx, cy - reach, cy + reach, colour);
        if (point.role() != ReportPoint.Role.POINT) {
            plot.line("<path d=\"M%.1f %.1fl7 7l-7 7l-7 -7z\" fill=\"%s\"/>", cx, cy - 7, colour);
            plot.line(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>",
                    cx - 10, cy - 8, colour, Html.escape(point.id()));
        } else if (point.precision().equals("fp32")) {
            plot.line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>", cx, cy, colour);
        } else {
            plot.line("<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"9\" fill=\"%s\"/>", cx - 4.5, cy - 4.5, colour);
        }
        if (!point.marks().isEmpty()) {
            plot.line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"none\" stroke=\"%s\"/>", cx, cy, colour);
        }
        plot.line("</g>");
    }

    private void drawLegend() {
        String[] names = {"point, fp32", "point, int8", "parent and baselines"};
        String[] colours = {"#1668a8", "#d9541e", "#333"};
        for (int i = 0; i < names.length; i++) {
            double top = plot.bottom() - 18 * (names.length - i);
            plot.line(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"9\" fill=\"%s\"/>",
                    FRAME.width() - 180, top - 8, colours[i]);
            plot.line("<text x=\"%.1f\" y=\"%.1f\" fill=\"#333\">%s</text>", FRAME.width() - 165, top, names[i]);
        }
    }

    private static String colour(ReportPoint point) {
        if (point.role() != ReportPoint.Role.POINT) {
            return "#333";
        }
        return point.precision().equals("fp32") ? "#1668a8" : "#d9541e";
    }

    private String title(ReportPoint point) {
        StringBuilder title = new StringBuilder(point.id())
                .append(" (")
                .append(point.precision())
                .append(')');
        title.append("\nvalidation ").append(accuracy(point).percent());
        point.test().ifPresent(test -> title.append("\ntest ").append(test.percent()));
        ReportPoint.Cost cost = cost(point);
        title.append("\n%s %.4g %s %s"
                .formatted(
                        cost.name(), cost.best(), cost.unit(), cost.measured().isPresent() ? "measured" : "predicted"));
        cost.ofParent().ifPresent(share -> title.append(", %.1f %% of the parent".formatted(100 * share)));
        if (!point.marks().isEmpty()) {
            title.append("\n").append(String.join(", ", point.marks()));
        }
        return title.toString();
    }

    private static ReportPoint.Share accuracy(ReportPoint point) {
        return point.validation().orElseThrow();
    }
}

package io.espalier.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** The report as one self-contained page: no request leaves it. */
final class HtmlReport {
    private final FrontFile front;
    private final JsonNode run;
    private final String svg;

    private HtmlReport(FrontFile front, JsonNode run, String svg) {
        this.front = front;
        this.run = run;
        this.svg = svg;
    }

    static String render(FrontFile front, JsonNode run, String svg) {
        return new HtmlReport(front, run, svg).render();
    }

    private String render() {
        return template()
                .replace(
                        "@@TITLE@@",
                        Html.escape(run.path("request").path("model").asString("search")))
                .replace("@@SUMMARY@@", summary())
                .replace("@@FRONT@@", svg)
                .replace("@@TABLE@@", table())
                .replace("@@WIDTHS@@", widths())
                .replace("@@PREDICTED@@", predicted())
                .replace("@@DROPPED@@", dropped())
                .replace("@@RUN@@", Html.escape(run.toPrettyString()));
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        text.append("<p>%d points; hypervolume %s".formatted(front.points().size(), fixed(front.hypervolume(), 4)));
        OptionalDouble error = PredictionError.median(front.points());
        String cost = front.costs().get(0).name();
        boolean isLatency = cost.startsWith("latency@") || cost.equals("latency");
        error.ifPresent(value -> text.append("; median error of the predicted %s of the points %s %%"
                .formatted(isLatency ? "latency" : Html.escape(cost), fixed(100 * value, 1))));
        boolean measured = front.points().stream()
                .allMatch(point -> point.cost().measured().isPresent());
        text.append(". ").append(isLatency ? latencies(measured) : others(cost, measured));
        front.winnersCurse().ifPresent(curse -> text.append(" ").append(curse.sentence()));
        String metric = run.path("metric").path("name").asString("");
        if (!metric.isEmpty()) {
            text.append(" Validation and test are of the metric <b>%s</b>.".formatted(Html.escape(metric)));
        }
        return text.append("</p>").toString();
    }

    private static String latencies(boolean measured) {
        return measured
                ? "Latencies are measured on this device: the 10th percentile of interleaved short blocks."
                : "Latencies are <b>predicted</b>: the device of the profile is not at hand.";
    }

    private static String others(String cost, boolean measured) {
        return measured
                ? "The %s is made of what was measured on this device.".formatted(Html.escape(cost))
                : "The %s is <b>predicted</b>.".formatted(Html.escape(cost));
    }

    private String table() {
        StringBuilder rows = new StringBuilder();
        for (ReportPoint model : front.models()) {
            ReportPoint.Cost cost = model.cost();
            rows.append("<tr class=\"%s\" data-id=\"%s\">"
                    .formatted(model.role().name().toLowerCase(Locale.ROOT), Html.escape(model.id())));
            cell(
                    rows,
                    model.file().map(HtmlReport::link).orElse("")
                            + Html.escape(model.id())
                            + (model.file().isPresent() ? "</a>" : ""));
            cell(rows, Html.escape(model.precision()));
            cell(rows, model.validation().map(ReportPoint.Share::percent).orElse("–"));
            cell(rows, model.test().map(ReportPoint.Share::percent).orElse("–"));
            cell(rows, model.testLessParent().map(ReportPoint.Share::points).orElse("–"));
            cell(rows, number(cost.predicted(), 4) + " " + Html.escape(cost.unit()));
            cell(rows, number(cost.measured(), 4) + " " + Html.escape(cost.unit()));
            cell(rows, percent(cost.ofParent()));
            cell(rows, percent(cost.ofParentAtSamePrecision()));
            cell(
                    rows,
                    model.sizeBytes()
                            .map(bytes -> fixed(bytes / 1000, 1) + " KB")
                            .orElse("–"));
            cell(rows, Html.escape(String.join(", ", model.marks())));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    /** A row a point: a bar a channel group, as long as the share of channels that stay. */
    private String widths() {
        StringBuilder text = new StringBuilder();
        for (ReportPoint point : front.points()) {
            text.append("<div class=\"widths\" data-id=\"%1$s\"><b>%1$s</b> ".formatted(Html.escape(point.id())));
            for (Map.Entry<String, ReportPoint.Kept> group : point.kept().entrySet()) {
                ReportPoint.Kept kept = group.getValue();
                text.append("<span class=\"bar\" title=\"%s: %d of %d\"><i style=\"height:%d%%\"></i></span>"
                        .formatted(
                                Html.escape(group.getKey()),
                                kept.kept(),
                                kept.of(),
                                Math.round(100.0 * kept.kept() / kept.of())));
            }
            if (!point.removedBlocks().isEmpty()) {
                text.append("<span class=\"removed\">without ")
                        .append(Html.escape(String.join(", ", point.removedBlocks())))
                        .append("</span>");
            }
            text.append("</div>\n");
        }
        return text.toString();
    }

    private String predicted() {
        StringBuilder rows = new StringBuilder();
        for (ReportPoint point : front.points()) {
            ReportPoint.Cost cost = point.cost();
            Optional<Double> error =
                    cost.measured().flatMap(measured -> cost.predicted().map(value -> value / measured - 1));
            rows.append("<tr data-id=\"%s\">".formatted(Html.escape(point.id())));
            cell(rows, Html.escape(point.id()));
            cell(rows, number(cost.predicted(), 4));
            cell(rows, number(cost.low(), 4) + " – " + number(cost.high(), 4));
            cell(rows, number(cost.measured(), 4));
            cell(rows, percent(error));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    private String dropped() {
        StringBuilder items = new StringBuilder();
        front.dropped()
                .forEach((id, reason) ->
                        items.append("<li><b>%s</b> %s</li>\n".formatted(Html.escape(id), Html.escape(reason))));
        return items.isEmpty() ? "<li>nothing</li>" : items.toString();
    }

    private static String link(String file) {
        return "<a href=\"" + Html.escape(file) + "\">";
    }

    private static void cell(StringBuilder row, String html) {
        row.append("<td>").append(html).append("</td>");
    }

    private static String percent(Optional<Double> share) {
        return share.map(value -> fixed(100 * value, 1) + " %").orElse("–");
    }

    private static String number(Optional<Double> value, int decimals) {
        return value.map(number -> fixed(number, decimals)).orElse("–");
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(Objects.requireNonNull(in, "report.html").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

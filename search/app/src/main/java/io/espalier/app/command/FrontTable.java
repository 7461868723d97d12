package io.espalier.app.command;

import io.espalier.search.export.Front;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.export.WinnersCurse;
import io.espalier.search.objective.Objective;
import io.espalier.training.Accuracy;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A front as a table: parent and unpruned baselines first, since they are what a point has to beat. */
final class FrontTable {
    private final Front front;

    /** Objectives that the table would not show without a column of their own. */
    private final List<Objective> more;

    private FrontTable(Front front) {
        this.front = front;
        more = front.objectives().stream()
                .filter(objective -> !objective.name().equals(front.latency())
                        && !objective.name().equals("size"))
                .toList();
    }

    static void print(Front front, PrintWriter out) {
        new FrontTable(front).print(out);
    }

    private void print(PrintWriter out) {
        boolean measured = front.parent().latency().isPresent();
        List<String> header = new ArrayList<>(List.of(
                "model",
                "precision",
                "validation",
                "test",
                "less the parent's",
                measured ? "ms measured" : "ms predicted",
                "of parent",
                "of parent, same precision",
                "size"));
        more.forEach(objective -> header.add((objective.name() + " " + objective.unit()).strip()));
        header.add("marks");
        Table table = new Table(header.toArray(String[]::new));
        row(table, front.parent(), "parent");
        front.baselines().forEach(baseline -> row(table, baseline, baseline.id()));
        front.points().forEach(point -> row(table, point, point.id()));
        table.print(out);
        front.dropped().forEach(dropped -> out.println("dropped " + dropped.id() + ": " + dropped.reason()));
        out.printf(Locale.ROOT, "hypervolume %.4f%n", front.hypervolume());
        WinnersCurse.of(front).ifPresent(curse -> out.println(curse.sentence()));
        out.flush();
    }

    private void row(Table table, FrontPoint point, String name) {
        Optional<Double> cost = latencyMs(point);
        Optional<Double> samePrecision = front.whole(point.precision()).flatMap(this::latencyMs);
        List<String> row = new ArrayList<>(List.of(
                name,
                point.precision(),
                point.validation().percent(),
                point.test().map(Accuracy::percent).orElse("-"),
                point == front.parent()
                        ? ""
                        : point.testLess(front.parent())
                                .map(less ->
                                        "%+.2f ± %.2f %%".formatted(100 * less.value(), 100 * less.standardError()))
                                .orElse("-"),
                cost.map(ms -> "%.4f".formatted(ms)).orElse("-"),
                ratio(cost, latencyMs(front.parent())),
                ratio(cost, samePrecision),
                "%.1f KB".formatted(point.fileBytes() / 1000.0)));
        for (Objective objective : more) {
            row.add(front.value(objective, point).map("%.4g"::formatted).orElse("-"));
        }
        row.add(String.join(", ", point.marks()));
        table.row(row.toArray(String[]::new));
    }

    private Optional<Double> latencyMs(FrontPoint point) {
        return point.latency()
                .map(statistics -> statistics.p10Us() / 1000)
                .or(() -> Optional.ofNullable(point.predicted().get(front.latency()))
                        .map(estimate -> estimate.value()));
    }

    private static String ratio(Optional<Double> cost, Optional<Double> of) {
        return cost.isPresent() && of.isPresent() ? "%.1f %%".formatted(100 * cost.get() / of.get()) : "-";
    }
}

package io.espalier.search.export;

import io.espalier.search.objective.CostRange;
import io.espalier.search.objective.Objective;
import io.espalier.training.Accuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code front.csv}: one row a model, with two more columns at the end for each objective that has none of its own. */
final class FrontCsv {
    private static final String HEADER = "id,precision,accuracy_val,accuracy_val_se,accuracy_test,accuracy_test_se,"
            + "latency_ms_predicted,latency_ms_measured,latency_of_parent,latency_of_parent_same_precision,"
            + "macs,params,size_bytes,marks,file";
    private static final Set<String> HAVE_COLUMNS = Set.of("macs", "params", "size");

    private final Front front;
    private final List<ObjectiveColumns> more = new ArrayList<>();
    private final String latency;

    private record ObjectiveColumns(String name, ObjectiveCost cost) {}

    FrontCsv(Front front) {
        this.front = front;
        latency = front.latency();
        for (Objective objective : front.objectives()) {
            if (!objective.name().equals(latency) && !HAVE_COLUMNS.contains(objective.name())) {
                more.add(new ObjectiveColumns(objective.name(), new ObjectiveCost(objective, front)));
            }
        }
    }

    String text() {
        StringBuilder csv = new StringBuilder(HEADER);
        more.forEach(objective -> csv.append(',')
                .append(quoted(objective.name() + "_predicted"))
                .append(',')
                .append(quoted(objective.name() + "_measured")));
        csv.append('\n');
        List<FrontPoint> all = new ArrayList<>(List.of(front.parent()));
        all.addAll(front.baselines());
        all.addAll(front.points());
        all.forEach(point -> csv.append(String.join(",", row(point))).append('\n'));
        return csv.toString();
    }

    private List<String> row(FrontPoint point) {
        List<String> row = new ArrayList<>(List.of(
                point.id(),
                point.precision(),
                number(Optional.of(point.validation().value())),
                number(Optional.of(point.validation().standardError())),
                number(point.test().map(Accuracy::value)),
                number(point.test().map(Accuracy::standardError)),
                number(PointCosts.predicted(point, latency)),
                number(PointCosts.measured(point, latency, latency)),
                number(PointCosts.ratio(latency, point, front.parent(), latency)),
                number(front.whole(point.precision()).flatMap(same -> PointCosts.ratio(latency, point, same, latency))),
                integer(PointCosts.predicted(point, "macs")),
                integer(PointCosts.predicted(point, "params")),
                integer(PointCosts.measured(point, "size", latency).or(() -> PointCosts.predicted(point, "size"))),
                String.join(" ", point.marks()),
                point.file().orElse("")));
        for (ObjectiveColumns objective : more) {
            row.add(number(objective.cost().predicted(point).map(CostRange::value)));
            row.add(number(objective.cost().measured(point)));
        }
        return row;
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String number(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.6g", number)).orElse("");
    }

    private static String integer(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, "%.0f", number)).orElse("");
    }
}

package io.espalier.search.objective;

import java.util.Map;

/** Reads an objective or a constraint from left to right and says at which character it stopped understanding. */
final class Scanner {
    private static final Map<String, Double> TIME_MS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3);
    private static final Map<String, Double> BYTES =
            Map.of("B", 1.0, "KB", 1e3, "MB", 1e6, "KiB", 1024.0, "MiB", 1024.0 * 1024);

    private final String kind;
    private final String text;
    private final Vocabulary vocabulary;
    private int position;

    Scanner(String kind, String text, Vocabulary vocabulary) {
        this.kind = kind;
        this.text = text;
        this.vocabulary = vocabulary;
    }

    MetricName onlyMetric() {
        MetricName metric = metric();
        skipSpaces();
        if (position < text.length()) {
            throw error(
                    "The %s has something after its name".formatted(kind), position, "only its name belongs there.");
        }
        return metric;
    }

    Constraint constraint() {
        MetricName metric = metric();
        skipSpaces();
        boolean atMost = comparison();
        skipSpaces();
        int numberAt = position;
        double number = number();
        int unitAt = position;
        String unit = text.substring(position).strip();
        return metric.isAccuracy()
                ? accuracy(metric, atMost, number, numberAt, unit, unitAt)
                : cost(metric, atMost, number, numberAt, unit, unitAt);
    }

    private MetricName metric() {
        skipSpaces();
        int start = position;
        String name = word();
        if (!vocabulary.knows(name)) {
            throw error(
                    "The metric (%s) is unknown".formatted(name),
                    start,
                    "one of " + String.join(", ", vocabulary.metrics()) + ".");
        }
        if (position == text.length() || text.charAt(position) != '@') {
            return vocabulary.resolve(MetricName.of(name));
        }
        int at = ++position;
        String profile = word();
        if (!vocabulary.perProfile().contains(name)) {
            throw error("The metric (%s) has no profile".formatted(name), at - 1, "write %s alone.".formatted(name));
        }
        if (!vocabulary.profiles().contains(profile)) {
            throw error(
                    "The profile (%s) is not one of this run".formatted(profile),
                    at,
                    "one of " + String.join(", ", vocabulary.profiles()) + ".");
        }
        return new MetricName(name, profile);
    }

    private boolean comparison() {
        if (text.startsWith("<=", position) || text.startsWith(">=", position)) {
            position += 2;
            return text.charAt(position - 2) == '<';
        }
        throw error("A comparison is missing", position, "<= or >=.");
    }

    private double number() {
        int start = position;
        while (position < text.length() && "+-.0123456789".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        try {
            return Double.parseDouble(text.substring(start, position));
        } catch (NumberFormatException e) {
            throw error("A number is missing", start, "a bound such as 60%.");
        }
    }

    private Constraint accuracy(
            MetricName metric, boolean atMost, double number, int numberAt, String unit, int unitAt) {
        Constraint.Scale scale = switch (unit) {
            case "%", "" -> Constraint.Scale.ABSOLUTE;
            case "pt" -> Constraint.Scale.POINTS_FROM_PARENT;
            default ->
                throw error(
                        "The unit (%s) does not belong to accuracy".formatted(unit),
                        unitAt,
                        "% of the images, or pt: points from the parent's.");
        };
        double bound = unit.isEmpty() ? number : number / 100;
        if (scale == Constraint.Scale.ABSOLUTE && (bound < 0 || bound > 1)) {
            throw error("An accuracy lies between 0% and 100%", numberAt, "another bound.");
        }
        return new Constraint(text, metric, atMost, bound, scale, numberAt);
    }

    private Constraint cost(MetricName metric, boolean atMost, double number, int numberAt, String unit, int unitAt) {
        if (number < 0) {
            throw error("No cost is below 0", numberAt, "another bound.");
        }
        if (unit.equals("%")) {
            return new Constraint(text, metric, atMost, number / 100, Constraint.Scale.OF_PARENT, numberAt);
        }
        return new Constraint(
                text,
                metric,
                atMost,
                number * factor(metric.metric(), unit, unitAt),
                Constraint.Scale.ABSOLUTE,
                numberAt);
    }

    private double factor(String metric, String unit, int unitAt) {
        String own = vocabulary.costUnits().getOrDefault(metric, "");
        Map<String, Double> family = Map.of(own, 1.0);
        double ownFactor = 1;
        if (TIME_MS.containsKey(own)) {
            family = TIME_MS;
            ownFactor = TIME_MS.getOrDefault(own, 1.0);
        } else if (own.equals("bytes") || own.equals("B")) {
            family = BYTES;
        }
        Double factor = unit.isEmpty() ? Double.valueOf(ownFactor) : family.get(unit);
        if (factor == null) {
            throw error(
                    "The unit (%s) does not belong to %s".formatted(unit, metric),
                    unitAt,
                    family == TIME_MS
                            ? "us, ms, s or %."
                            : family == BYTES ? "KB, MB, KiB, MiB or %." : "no unit, or % of the parent's.");
        }
        return factor / ownFactor;
    }

    private String word() {
        int start = position;
        while (position < text.length() && " \t<>=@".indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private IllegalArgumentException error(String what, int at, String maybe) {
        return new IllegalArgumentException("%s, at character %d of the %s \"%s\".%nMaybe %s"
                .formatted(what, at + 1, kind, text, maybe)
                .replace("\r", ""));
    }
}

package io.espalier.search.objective;

import java.util.Map;

/** Reads {@code EXPRESSION (<=|>=) NUMBER[UNIT|%|pt]}. */
final class ConstraintParser {
    private static final Units TIME = new Units(Map.of("us", 1e-3, "ms", 1.0, "s", 1e3), "us, ms, s");
    private static final Units BYTES = new Units(
            Map.of("bytes", 1.0, "B", 1.0, "KB", 1e3, "MB", 1e6, "KiB", 1024.0, "MiB", 1024.0 * 1024),
            "KB, MB, KiB, MiB");
    private static final Units ENERGY = new Units(Map.of("uJ", 1e-3, "mJ", 1.0, "J", 1e3), "uJ, mJ, J");

    private final Scanner scanner;
    private final ExpressionParser expressions;

    /** Units of one kind, and how they are listed in a message. */
    private record Units(Map<String, Double> factors, String listed) {}

    ConstraintParser(String text, Vocabulary vocabulary) {
        scanner = new Scanner("constraint", text);
        expressions = new ExpressionParser(scanner, vocabulary, false);
    }

    Constraint constraint() {
        return isAccuracyAlone() ? accuracy() : cost();
    }

    private boolean isAccuracyAlone() {
        int start = scanner.position();
        boolean alone = scanner.word().equals(MetricName.ACCURACY)
                && !scanner.isAttached('@')
                && (scanner.isAtEnd() || scanner.isNext("<") || scanner.isNext(">"));
        scanner.backTo(start);
        return alone;
    }

    private boolean comparison() {
        boolean atMost = scanner.take("<=");
        if (!atMost && !scanner.take(">=")) {
            throw scanner.error("A comparison is missing", scanner.position(), "<= or >=.");
        }
        return atMost;
    }

    private Constraint accuracy() {
        scanner.word();
        boolean atMost = comparison();
        int numberAt = scanner.position();
        double number = scanner.number("a bound such as 60%.");
        int unitAt = scanner.position();
        String unit = scanner.rest();
        Constraint.Scale scale = switch (unit) {
            case "%", "" -> Constraint.Scale.ABSOLUTE;
            case "pt" -> Constraint.Scale.POINTS_FROM_PARENT;
            default ->
                throw scanner.error(
                        "The unit (%s) does not belong to accuracy".formatted(unit),
                        unitAt,
                        "% of the images, or pt: points from the parent's.");
        };
        double bound = unit.isEmpty() ? number : number / 100;
        if (scale == Constraint.Scale.ABSOLUTE && (bound < 0 || bound > 1)) {
            throw scanner.error("An accuracy lies between 0% and 100%", numberAt, "another bound.");
        }
        return new Constraint(
                scanner.text(), Objective.ACCURACY.expression(), atMost, bound, scale, numberAt, Unit.NONE);
    }

    private Constraint cost() {
        TypedExpression measured = expressions.costs();
        boolean atMost = comparison();
        int numberAt = scanner.position();
        double number = scanner.number("a bound such as 60%.");
        if (number < 0 && !measured.expression().isSigned()) {
            throw scanner.error("No cost is below 0", numberAt, "another bound.");
        }
        int unitAt = scanner.position();
        String unit = scanner.rest();
        boolean share = unit.equals("%");
        return new Constraint(
                scanner.text(),
                measured.expression(),
                atMost,
                share ? number / 100 : number * factor(measured, unit, unitAt),
                share ? Constraint.Scale.OF_PARENT : Constraint.Scale.ABSOLUTE,
                numberAt,
                measured.unit());
    }

    /** What the number must be multiplied with to be in the unit of what it bounds. */
    private double factor(TypedExpression measured, String unit, int unitAt) {
        String own = measured.unit().toString();
        Units units = units(own);
        double ownFactor = units.factors().getOrDefault(own, 1.0);
        Double factor =
                unit.isEmpty() ? Double.valueOf(ownFactor) : units.factors().get(unit);
        if (factor == null) {
            String whose = measured.expression() instanceof CostExpression.Cost cost
                    ? cost.metric().metric()
                    : "(%s), which is in %s"
                            .formatted(measured.text(), measured.unit().said());
            throw scanner.error(
                    "The unit (%s) does not belong to %s".formatted(unit, whose),
                    unitAt,
                    units.listed().isEmpty() ? "no unit, or % of the parent's." : units.listed() + " or %.");
        }
        return factor / ownFactor;
    }

    private static Units units(String own) {
        for (Units known : new Units[] {TIME, BYTES, ENERGY}) {
            if (known.factors().containsKey(own)) {
                return known;
            }
        }
        return new Units(Map.of(own, 1.0), "");
    }
}

package io.espalier.search.objective;

/** Reads {@code [NAME =] EXPRESSION}. */
final class ObjectiveParser {
    private final Scanner scanner;
    private final Vocabulary vocabulary;
    private final ExpressionParser expressions;

    ObjectiveParser(String text, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        scanner = new Scanner("objective", text);
        expressions = new ExpressionParser(scanner, vocabulary, true);
    }

    Objective objective() {
        String name = name();
        if (name.isEmpty() && isAccuracyAlone()) {
            return Objective.ACCURACY;
        }
        TypedExpression read = expressions.costs();
        if (!scanner.isAtEnd()) {
            boolean bound = scanner.isNext("<") || scanner.isNext(">");
            throw scanner.error(
                    bound ? "An objective has no bound" : "An operator is missing",
                    scanner.position(),
                    bound ? "--constraint instead." : "+, -, * or /.");
        }
        return new Objective(
                name.isEmpty() ? read.text() : name, read.expression(), read.unit(), read.sense() == Sense.HIGHER);
    }

    /** The name before a {@code =}; empty when there is none. */
    private String name() {
        int start = scanner.position();
        String name = scanner.word();
        if (!scanner.isNext("=")) {
            scanner.backTo(start);
            return "";
        }
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw scanner.error(
                    "The name (%s) of an objective must be small letters, digits and '-', first a letter"
                            .formatted(name),
                    start,
                    "mix = 0.7*latency@a + 0.3*latency@b.");
        }
        if (vocabulary.knows(name) || vocabulary.named().containsKey(name) || name.equals("parent")) {
            throw scanner.error("The name (%s) is taken".formatted(name), start, "another one.");
        }
        scanner.take("=");
        return name;
    }

    private boolean isAccuracyAlone() {
        int start = scanner.position();
        boolean alone = scanner.word().equals(MetricName.ACCURACY) && !scanner.isAttached('@') && scanner.isAtEnd();
        scanner.backTo(start);
        return alone;
    }
}

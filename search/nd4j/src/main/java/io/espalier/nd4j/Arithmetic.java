package io.espalier.nd4j;

import io.espalier.zoo.graph.Operator.Elementwise;
import java.util.Optional;

/** A function of two numbers, and its slopes. */
enum Arithmetic {
    ADD {
        @Override
        double value(double a, double b) {
            return a + b;
        }

        @Override
        double leftSlope(double a, double b) {
            return 1;
        }

        @Override
        double rightSlope(double a, double b) {
            return 1;
        }
    },
    SUBTRACT {
        @Override
        double value(double a, double b) {
            return a - b;
        }

        @Override
        double leftSlope(double a, double b) {
            return 1;
        }

        @Override
        double rightSlope(double a, double b) {
            return -1;
        }
    },
    MULTIPLY {
        @Override
        double value(double a, double b) {
            return a * b;
        }

        @Override
        double leftSlope(double a, double b) {
            return b;
        }

        @Override
        double rightSlope(double a, double b) {
            return a;
        }
    },
    DIVIDE {
        @Override
        double value(double a, double b) {
            return a / b;
        }

        @Override
        double leftSlope(double a, double b) {
            return 1 / b;
        }

        @Override
        double rightSlope(double a, double b) {
            return -a / (b * b);
        }
    },
    POWER {
        @Override
        double value(double a, double b) {
            return Math.pow(a, b);
        }

        @Override
        double leftSlope(double a, double b) {
            return b == 0 ? 0 : b * Math.pow(a, b - 1);
        }

        @Override
        double rightSlope(double a, double b) {
            return a > 0 ? Math.pow(a, b) * Math.log(a) : 0;
        }
    },
    LEAST {
        @Override
        double value(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        double leftSlope(double a, double b) {
            return a < b ? 1 : a == b ? .5 : 0;
        }

        @Override
        double rightSlope(double a, double b) {
            return leftSlope(b, a);
        }
    },
    GREATEST {
        @Override
        double value(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        double leftSlope(double a, double b) {
            return LEAST.leftSlope(b, a);
        }

        @Override
        double rightSlope(double a, double b) {
            return LEAST.leftSlope(a, b);
        }
    },
    /** PRelu: {@code a} above 0, {@code a · b} below. */
    LEAKY {
        @Override
        double value(double a, double b) {
            return a >= 0 ? a : a * b;
        }

        @Override
        double leftSlope(double a, double b) {
            return a >= 0 ? 1 : b;
        }

        @Override
        double rightSlope(double a, double b) {
            return a >= 0 ? 0 : a;
        }
    };

    abstract double value(double a, double b);

    abstract double leftSlope(double a, double b);

    abstract double rightSlope(double a, double b);

    /** Empty for what has no slope: comparisons, choices. */
    static Optional<Arithmetic> of(Elementwise.Kind kind) {
        return switch (kind) {
            case ADD, SUM, MEAN -> Optional.of(ADD);
            case SUB -> Optional.of(SUBTRACT);
            case MUL -> Optional.of(MULTIPLY);
            case DIV -> Optional.of(DIVIDE);
            case POW -> Optional.of(POWER);
            case MIN -> Optional.of(LEAST);
            case MAX -> Optional.of(GREATEST);
            case PRELU -> Optional.of(LEAKY);
            default -> Optional.empty();
        };
    }
}

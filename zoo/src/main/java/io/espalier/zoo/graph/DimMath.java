package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arithmetic on sizes that may be symbols. A product of numbers and symbols is itself a symbol with a canonical name
 * such as {@code 4*N}, so that it divides out again; anything else becomes a formula in parentheses, and equal formulas
 * are equal symbols. All of it throws {@link ArithmeticException} beyond the range of {@code long}.
 */
final class DimMath {
    private static final Dim ONE = Dim.of(1);
    private static final int LONGEST_NAME = 4096;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private DimMath() {}

    static Dim product(List<Dim> dims) {
        Dim product = ONE;
        for (Dim dim : dims) {
            product = multiply(product, dim);
        }
        return product;
    }

    static Dim multiply(Dim left, Dim right) {
        if (left instanceof Dim.Size a && right instanceof Dim.Size b) {
            return Dim.of(Math.multiplyExact(a.value(), b.value()));
        }
        if (left.equals(ONE)) {
            return right;
        }
        if (right.equals(ONE)) {
            return left;
        }
        Factors factors = Factors.of(left);
        factors.multiply(Factors.of(right));
        return factors.toDim();
    }

    static long factor(Dim dim) {
        return Factors.of(dim).number;
    }

    static Dim rest(Dim dim) {
        Factors factors = Factors.of(dim);
        factors.number = 1;
        return factors.toDim();
    }

    /** The quotient when {@code divisor} divides {@code dividend} without rest; symbols cancel. */
    static Optional<Dim> quotient(Dim dividend, Dim divisor) {
        Factors factors = Factors.of(dividend);
        return factors.divide(Factors.of(divisor)) ? Optional.of(factors.toDim()) : Optional.empty();
    }

    /** Division that truncates, as ONNX's Div does on integers. */
    static Dim divide(Dim dividend, Dim divisor) {
        if (dividend instanceof Dim.Size a && divisor instanceof Dim.Size b && b.value() != 0) {
            return Dim.of(a.value() / b.value());
        }
        return quotient(dividend, divisor).orElseGet(() -> formula(dividend, "/", divisor));
    }

    static Dim add(Dim left, Dim right) {
        if (left instanceof Dim.Size a) {
            if (right instanceof Dim.Size b) {
                return Dim.of(Math.addExact(a.value(), b.value()));
            }
            return add(right, left);
        }
        if (right instanceof Dim.Size b) {
            if (b.value() == 0) {
                return left;
            }
            return b.value() > 0 ? formula(left, "+", right) : formula(left, "-", Dim.of(Math.negateExact(b.value())));
        }
        return left.toString().compareTo(right.toString()) <= 0 ? formula(left, "+", right) : formula(right, "+", left);
    }

    static Dim subtract(Dim left, Dim right) {
        if (left.equals(right)) {
            return Dim.of(0);
        }
        if (right instanceof Dim.Size b) {
            return add(left, Dim.of(Math.negateExact(b.value())));
        }
        return formula(left, "-", right);
    }

    private static Dim formula(Dim left, String sign, Dim right) {
        return named("(" + left + sign + right + ")");
    }

    /** A symbol of that name, or of a short one that stands for it: formulas of formulas double in length. */
    private static Dim named(String name) {
        if (name.length() <= LONGEST_NAME) {
            return Dim.symbol(name);
        }
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * HASH_FACTOR + name.charAt(i);
        }
        String mark = name.indexOf('#') >= 0 ? "#" : "";
        return Dim.symbol("(%d characters: %016x%08x%s)".formatted(name.length(), hash, name.hashCode(), mark));
    }

    /** A size about which nothing is known but where it comes from. */
    static Dim unknown(String value, int index) {
        return Dim.symbol(value + "#" + index);
    }

    /** Whether the symbol stems from {@link #unknown}. */
    static boolean isUnknown(Dim dim) {
        return dim instanceof Dim.Symbol symbol && symbol.name().indexOf('#') >= 0;
    }

    /** A product of one number and symbols, sorted. */
    private static final class Factors {
        private long number = 1;
        private final List<String> symbols = new ArrayList<>(2);

        static Factors of(Dim dim) {
            Factors factors = new Factors();
            if (dim instanceof Dim.Size known) {
                factors.number = known.value();
                return factors;
            }
            String name = dim.toString();
            int depth = 0;
            int from = 0;
            for (int i = 0; i <= name.length(); i++) {
                char c = i < name.length() ? name.charAt(i) : '*';
                if (c == '(') {
                    depth++;
                } else if (c == ')') {
                    depth--;
                } else if (c == '*' && (depth == 0 || i == name.length())) {
                    factors.multiply(name.substring(from, i));
                    from = i + 1;
                }
            }
            factors.symbols.sort(null);
            return factors;
        }

        private void multiply(String factor) {
            boolean digits =
                    !factor.isEmpty() && factor.length() <= 9 && factor.chars().allMatch(Character::isDigit);
            if (digits && number <= Integer.MAX_VALUE) {
                number *= Long.parseLong(factor);
            } else {
                symbols.add(factor);
            }
        }

        void multiply(Factors other) {
            number = Math.multiplyExact(number, other.number);
            symbols.addAll(other.symbols);
            symbols.sort(null);
        }

        boolean divide(Factors other) {
            if (other.number == 0 || number % other.number != 0) {
                return false;
            }
            for (String symbol : other.symbols) {
                if (!symbols.remove(symbol)) {
                    return false;
                }
            }
            number /= other.number;
            return true;
        }

        Dim toDim() {
            if (symbols.isEmpty() || number == 0) {
                return Dim.of(number);
            }
            String product = String.join("*", symbols);
            return named(number == 1 ? product : number + "*" + product);
        }
    }
}

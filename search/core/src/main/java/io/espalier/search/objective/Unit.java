package io.espalier.search.objective;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What an expression is counted in.
 *
 * @param powers by name of the unit, none of them 0; empty for a plain number
 */
public record Unit(SortedMap<String, Integer> powers) {
    public static final Unit NONE = new Unit(new TreeMap<>());

    public Unit {
        powers = Collections.unmodifiableSortedMap(new TreeMap<>(powers));
    }

    /** The unit of a metric. @param name empty for a plain number */
    public static Unit of(String name) {
        return name.isEmpty() ? NONE : new Unit(new TreeMap<>(Map.of(name, 1)));
    }

    public Unit times(Unit other) {
        return plus(other, 1);
    }

    public Unit dividedBy(Unit other) {
        return plus(other, -1);
    }

    private Unit plus(Unit other, int sign) {
        SortedMap<String, Integer> all = new TreeMap<>(powers);
        other.powers.forEach((name, power) -> all.merge(name, sign * power, Integer::sum));
        all.values().removeIf(power -> power == 0);
        return new Unit(all);
    }

    /** For a message. */
    String said() {
        return powers.isEmpty() ? "no unit" : toString();
    }

    /** Such as {@code ms}, {@code mJ·ms}, {@code MACs/ms}; empty for a plain number. */
    @Override
    public String toString() {
        StringJoiner above = new StringJoiner("·");
        StringBuilder below = new StringBuilder();
        powers.forEach((name, power) -> {
            for (int i = 0; i < Math.abs(power); i++) {
                if (power > 0) {
                    above.add(name);
                } else {
                    below.append('/').append(name.contains("/") ? '(' + name + ')' : name);
                }
            }
        });
        return (above.length() == 0 && !below.isEmpty() ? "1" : above.toString()) + below;
    }
}

package io.espalier.profile.imports;

import io.espalier.profile.InvalidProfileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of comma-separated cells with the names of its columns in the first line. */
final class CsvTable {
    private final Path file;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    private CsvTable(Path file, List<String> lines, List<String> required) {
        this.file = file;
        columns = List.of(lines.get(0).strip().split(",", -1));
        if (!columns.containsAll(required)) {
            throw TableFile.broken(
                    file,
                    "line 1 names the columns (%s), but (%s) are needed."
                            .formatted(String.join(",", columns), String.join(",", required)));
        }
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(new Row(i + 1, lines.get(i).strip().split(",", -1)));
            }
        }
        if (rows.isEmpty()) {
            throw TableFile.broken(file, "it has no rows.");
        }
    }

    /** @throws InvalidProfileException when a column of {@code required} is missing, or a row has too few cells */
    static CsvTable read(Path file, String... required) {
        List<String> lines = TableFile.text(file).lines().toList();
        if (lines.isEmpty()) {
            throw TableFile.broken(file, "it is empty.");
        }
        return new CsvTable(file, lines, List.of(required));
    }

    List<Row> rows() {
        return rows;
    }

    List<String> columns() {
        return columns;
    }

    /** One line of the table. */
    final class Row {
        private final int line;
        private final String[] cells;

        private Row(int line, String[] cells) {
            this.line = line;
            this.cells = cells;
            if (cells.length != columns.size()) {
                throw broken("has %d cells, but there are %d columns.".formatted(cells.length, columns.size()));
            }
        }

        String text(String column) {
            return cells[columns.indexOf(column)];
        }

        /** A whole number that is not negative. */
        int count(String column) {
            try {
                int value = Integer.parseInt(text(column));
                if (value >= 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, as for a negative one.
            }
            throw broken("has (%s) where a whole number is needed (%s).".formatted(text(column), column));
        }

        /** Any finite number. */
        double number(String column) {
            try {
                double value = Double.parseDouble(text(column));
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, as for an infinite one.
            }
            throw broken("has (%s) where a number is needed (%s).".formatted(text(column), column));
        }

        /** A latency in ms, as µs. */
        double positiveUs(String column) {
            double ms = number(column);
            if (ms <= 0) {
                throw broken("has the latency (%s), which must be positive (%s).".formatted(text(column), column));
            }
            return Math.round(ms * 1e9) / 1e6;
        }

        InvalidProfileException broken(String why) {
            return TableFile.broken(file, "line %d %s".formatted(line, why));
        }
    }
}

package io.espalier.app.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A line of a rank study.
 *
 * @param name rung and cut, such as {@code f1 07}
 * @param macs share of the parent's
 * @param seconds from the recipe to the logits on the part of search-validation that low rungs look at
 * @param subset on that part
 * @param validation on all of search-validation
 */
record RankScore(String name, double macs, double seconds, Likeness subset, Likeness validation, Likeness test) {

    String line() {
        return String.format(
                Locale.ROOT,
                "%s,%.4f,%.2f,%s,%s,%s",
                name,
                macs,
                seconds,
                subset.columns(),
                validation.columns(),
                test.columns());
    }

    /** All lines of a file by name. */
    static Map<String, RankScore> read(Path file) throws IOException {
        Map<String, RankScore> scores = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split(",");
            scores.put(
                    columns[0],
                    new RankScore(
                            columns[0],
                            Double.parseDouble(columns[1]),
                            Double.parseDouble(columns[2]),
                            Likeness.of(columns, 3),
                            Likeness.of(columns, 6),
                            Likeness.of(columns, 9)));
        }
        return scores;
    }
}

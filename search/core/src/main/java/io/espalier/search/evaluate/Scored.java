package io.espalier.search.evaluate;

import io.espalier.training.Accuracy;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An accuracy just measured, with texts worth keeping beside it. */
public record Scored(Accuracy accuracy, SortedMap<String, String> notes) {
    public static Scored of(Accuracy accuracy) {
        return new Scored(accuracy, new TreeMap<>(Map.of()));
    }
}

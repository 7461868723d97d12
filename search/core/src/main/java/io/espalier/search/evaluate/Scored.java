package io.espalier.search.evaluate;

import io.espalier.training.Accuracy;
import io.espalier.training.metric.Measured;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An accuracy just measured, with texts worth keeping beside it. */
public record Scored(Accuracy accuracy, SortedMap<String, String> notes) {

    /** What each example says is kept among the notes, so that candidates can be compared example by example. */
    static Scored of(Measured measured, Map<String, String> notes) {
        SortedMap<String, String> all = new TreeMap<>(notes);
        if (!measured.examples().isEmpty()) {
            all.put(Trial.EXAMPLES, measured.examples().encode());
        }
        return new Scored(measured.accuracy(), all);
    }

    /** An accuracy alone. */
    public static Scored of(Accuracy accuracy) {
        return new Scored(accuracy, new TreeMap<>());
    }
}

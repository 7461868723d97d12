package io.espalier.app.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many files had which outcome, and what took the most. */
public final class FuzzResult {
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, List<Long>> faults = new LinkedHashMap<>();
    private int files;
    private double mostSeconds;
    private long slowest;
    private long mostBytes;
    private long hungriest;

    void add(long number, String outcome, double seconds, long bytes) {
        files++;
        outcomes.merge(outcome, 1, Integer::sum);
        if (seconds > mostSeconds) {
            mostSeconds = seconds;
            slowest = number;
        }
        if (bytes > mostBytes) {
            mostBytes = bytes;
            hungriest = number;
        }
    }

    void addFault(long number, String fault) {
        faults.computeIfAbsent(fault, key -> new ArrayList<>()).add(number);
    }

    /** What must not have happened, each with the numbers of the files with which it did. */
    public Map<String, List<Long>> faults() {
        return faults;
    }

    /** How many files were read and inspected, or refused, by outcome. */
    public Map<String, Integer> outcomes() {
        return outcomes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%,d files%n".formatted(files));
        outcomes.forEach((outcome, count) -> text.append("%,8d  %s%n".formatted(count, outcome)));
        text.append("most processor time: %.2f s (file %d)%n".formatted(mostSeconds, slowest));
        text.append("most allocated: %.1f MB (file %d)%n".formatted(mostBytes / 1e6, hungriest));
        faults.forEach((fault, numbers) -> text.append("%nFAULT in %d files, the first %s: %s%n"
                .formatted(numbers.size(), numbers.subList(0, Math.min(5, numbers.size())), fault)));
        return text.toString();
    }
}

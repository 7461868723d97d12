package io.espalier.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often kernels occur. */
final class KernelCounts {
    private KernelCounts() {}

    /** A copy in the order of the kernels' texts. Each text is made once: a profile has a hundred thousand of them. */
    static Map<KernelKey, Integer> ordered(Map<KernelKey, Integer> counts) {
        Map<String, Map.Entry<KernelKey, Integer>> byText = new TreeMap<>();
        for (Map.Entry<KernelKey, Integer> count : counts.entrySet()) {
            byText.put(count.getKey().toString(), count);
        }
        Map<KernelKey, Integer> ordered = new LinkedHashMap<>();
        byText.values().forEach(count -> ordered.put(count.getKey(), count.getValue()));
        return Collections.unmodifiableMap(ordered);
    }
}

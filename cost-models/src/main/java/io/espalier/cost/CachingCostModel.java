package io.espalier.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Asks the model behind it once for each network. Thread-safe. */
public final class CachingCostModel implements CostModel {
    private final CostModel delegate;
    private final Function<CostQuery, Object> key;
    private final Map<Object, CostEstimate> known;

    /**
     * @param key equal for queries that cost the same, such as the candidate's id
     * @param capacity how many answers are kept; the least recently used goes first
     */
    public CachingCostModel(CostModel delegate, Function<CostQuery, Object> key, int capacity) {
        this.delegate = delegate;
        this.key = key;
        this.known = Collections.synchronizedMap(new LinkedHashMap<>(16, .75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, CostEstimate> eldest) {
                return size() > capacity;
            }
        });
    }

    @Override
    public CostMetric metric() {
        return delegate.metric();
    }

    @Override
    public CostEstimate estimate(CostQuery query) {
        Object name = key.apply(query);
        CostEstimate answer = known.get(name);
        if (answer == null) {
            answer = delegate.estimate(query);
            known.put(name, answer);
        }
        return answer;
    }
}

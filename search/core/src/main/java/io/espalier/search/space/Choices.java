package io.espalier.search.space;

import io.espalier.zoo.graph.Precision;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The choices of a candidate by kind, those without effect left out where the decisions themselves tell. */
record Choices(Set<String> removed, Map<String, Integer> kept, Precision precision) {

    static Choices of(SearchSpace space, Candidate candidate) {
        Collector collector = new Collector();
        for (int i = 0; i < candidate.size(); i++) {
            collector.index = candidate.index(i);
            space.decisions().get(i).accept(collector);
        }
        Set<String> removed = collector.removed;
        space.decisions().stream()
                .filter(decision -> !decision.activeWhen(removed))
                .filter(Decision.Width.class::isInstance)
                .map(Decision.Width.class::cast)
                .forEach(width -> collector.kept.remove(width.group()));
        return new Choices(removed, collector.kept, collector.precision);
    }

    private static final class Collector implements Decision.Visitor<Boolean> {
        private final Set<String> removed = new TreeSet<>();
        private final Map<String, Integer> kept = new TreeMap<>();
        private Precision precision = Precision.FP32;
        private int index;

        @Override
        public Boolean width(Decision.Width width) {
            kept.put(width.group(), width.kept().get(index));
            return true;
        }

        @Override
        public Boolean removeBlock(Decision.RemoveBlock removeBlock) {
            if (index == 0) {
                removed.add(removeBlock.block());
            }
            return true;
        }

        @Override
        public Boolean modelPrecision(Decision.ModelPrecision modelPrecision) {
            precision = modelPrecision.precisions().get(index);
            return true;
        }
    }
}

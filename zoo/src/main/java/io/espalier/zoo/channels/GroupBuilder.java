package io.espalier.zoo.channels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sorts the classes of identities into groups: classes with the same producers, and the same reason when frozen. */
final class GroupBuilder {

    /** What a run over identities comes to. */
    record Built(
            List<ChannelGroup> groups,
            Map<String, Integer> firstUnits,
            int units,
            List<ChannelAxis> axes,
            Map<String, List<Optional<ChannelAxis>>> axesOfValues,
            List<ChannelRewrite> rewrites) {}

    private static final String ALONE = "all of it goes together as one unit, and one has to stay";

    private final Propagation run;
    private final Map<Integer, Unit> unitsByClass = new HashMap<>();
    private final Map<List<Integer>, ChannelAxis> axesByUnits = new LinkedHashMap<>();

    /** A class that some weight produces. */
    private static final class Unit {
        private final TreeMap<Integer, Integer> firstPositions = new TreeMap<>();
        private final String reason;
        private int number = -1;

        Unit(@Nullable String reason) {
            this.reason = reason == null ? "" : reason;
        }

        int firstPosition() {
            return firstPositions.firstEntry().getValue();
        }
    }

    /** Units that are decided together. */
    private record Draft(List<Integer> producers, String reason, List<Unit> units) {
        String name(List<String> producerNames, boolean shared) {
            String first = producerNames.get(producers.get(0));
            return shared ? first + "#" + units.get(0).firstPosition() : first;
        }
    }

    GroupBuilder(Propagation run) {
        this.run = run;
    }

    Built build() {
        collectUnits();
        List<Draft> drafts = drafts();
        Map<Integer, Long> sharing = new HashMap<>();
        drafts.forEach(draft -> sharing.merge(draft.producers().get(0), 1L, Long::sum));
        Map<String, Draft> named = new LinkedHashMap<>();
        Map<String, Integer> firstUnits = new LinkedHashMap<>();
        int units = 0;
        for (Draft draft : drafts) {
            String id = draft.name(
                    run.producers, sharing.getOrDefault(draft.producers().get(0), 1L) > 1);
            named.put(id, draft);
            if (isPrunable(draft)) {
                firstUnits.put(id, units);
                for (Unit unit : draft.units()) {
                    unit.number = units++;
                }
            }
        }
        Map<String, List<Optional<ChannelAxis>>> axes = axesOfValues();
        Map<String, List<ChannelSlice>> slices = new SliceCollector(run, firstUnits, units, axes).collect();
        List<ChannelGroup> groups = new ArrayList<>();
        named.forEach((id, draft) -> groups.add(group(id, draft, slices.getOrDefault(id, List.of()))));
        List<ChannelRewrite> rewrites = run.rewrites.stream()
                .flatMap(draft -> draft.finish(this::numbered).stream())
                .toList();
        return new Built(
                groups,
                Collections.unmodifiableMap(firstUnits),
                units,
                List.copyOf(axesByUnits.values()),
                Collections.unmodifiableMap(axes),
                rewrites);
    }

    private void collectUnits() {
        for (int id = 0; id < run.ids.count(); id++) {
            int producer = run.ids.producer(id);
            if (producer >= 0) {
                int root = run.ids.find(id);
                unitsByClass
                        .computeIfAbsent(root, key -> new Unit(run.ids.reason(key)))
                        .firstPositions
                        .merge(producer, run.ids.position(id), Math::min);
            }
        }
    }

    private List<Draft> drafts() {
        Map<List<Object>, List<Unit>> sorted = new LinkedHashMap<>();
        for (int id = 0; id < run.ids.count(); id++) {
            Unit unit = run.ids.find(id) == id ? unitsByClass.get(id) : null;
            if (unit != null) {
                List<Object> key = List.of(List.copyOf(unit.firstPositions.keySet()), unit.reason);
                sorted.computeIfAbsent(key, same -> new ArrayList<>()).add(unit);
            }
        }
        List<Draft> drafts = new ArrayList<>();
        for (List<Unit> units : sorted.values()) {
            units.sort(Comparator.comparingInt(Unit::firstPosition));
            Unit first = units.get(0);
            drafts.add(new Draft(List.copyOf(first.firstPositions.keySet()), first.reason, units));
        }
        drafts.sort(Comparator.<Draft>comparingInt(draft -> draft.producers().get(0))
                .thenComparingInt(draft -> draft.units().get(0).firstPosition()));
        return drafts;
    }

    private static boolean isPrunable(Draft draft) {
        return draft.reason().isEmpty() && draft.units().size() > 1;
    }

    private ChannelGroup group(String id, Draft draft, List<ChannelSlice> slices) {
        boolean prunable = isPrunable(draft);
        List<String> tensors = prunable
                ? slices.stream()
                        .filter(slice -> !slice.weight())
                        .map(ChannelSlice::value)
                        .distinct()
                        .toList()
                : frozenTensors(draft);
        return new ChannelGroup(
                id,
                draft.units().size(),
                prunable,
                prunable ? "" : draft.reason().isEmpty() ? ALONE : draft.reason(),
                draft.producers().stream().map(run.producers::get).toList(),
                tensors,
                slices);
    }

    private List<String> frozenTensors(Draft draft) {
        TreeSet<Integer> roots = new TreeSet<>();
        unitsByClass.forEach((root, unit) -> {
            if (draft.units().contains(unit)) {
                roots.add(root);
            }
        });
        return run.axes().entrySet().stream()
                .filter(value -> !run.isConstantDerived(value.getKey()))
                .filter(value -> Arrays.stream(value.getValue())
                        .anyMatch(axis -> !axis.isPlain()
                                && Arrays.stream(axis.ids()).anyMatch(id -> roots.contains(run.ids.find(id)))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, List<Optional<ChannelAxis>>> axesOfValues() {
        Map<String, List<Optional<ChannelAxis>>> axes = new LinkedHashMap<>();
        run.axes().forEach((value, valueAxes) -> {
            if (run.isConstantDerived(value) && !run.graph.weights().containsKey(value)) {
                return;
            }
            List<Optional<ChannelAxis>> numbered =
                    Arrays.stream(valueAxes).map(this::numbered).toList();
            if (numbered.stream().anyMatch(Optional::isPresent)) {
                axes.put(value, numbered);
            }
        });
        return axes;
    }

    /** The axis over numbered units; empty when none of its channels can go. */
    private Optional<ChannelAxis> numbered(Axis axis) {
        if (axis.isPlain()) {
            return Optional.empty();
        }
        int[] units = Arrays.stream(axis.ids())
                .map(id -> {
                    Unit unit = unitsByClass.get(run.ids.find(id));
                    return unit == null ? -1 : unit.number;
                })
                .toArray();
        if (Arrays.stream(units).allMatch(unit -> unit < 0)) {
            return Optional.empty();
        }
        List<Integer> key = Arrays.stream(units).boxed().toList();
        return Optional.of(axesByUnits.computeIfAbsent(key, same -> new ChannelAxis(axesByUnits.size(), units)));
    }
}

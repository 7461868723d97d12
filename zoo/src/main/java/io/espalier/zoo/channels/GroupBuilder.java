package io.espalier.zoo.channels;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** By how many units each position has, and which. */
    private final Map<IntBuffer, ChannelAxis> axesByUnits = new LinkedHashMap<>();
    /** Values that one node passes on to another share their axes. */
    private final Map<Axis, Optional<ChannelAxis>> numberedAxes = new IdentityHashMap<>();
    /** Factors that cannot go, because a whole axis would go with them. */
    private final Set<Integer> wholeFactors = new HashSet<>();

    /** A class without factors, some of whose channels a weight produces. */
    private static final class Unit {
        private final int root;
        private final TreeMap<Integer, Integer> firstPositions = new TreeMap<>();
        private final TreeSet<Integer> factorAxes = new TreeSet<>();
        private final String reason;
        private boolean onlyFrozen;
        private int number = -1;

        Unit(int root, @Nullable String reason) {
            this.root = root;
            this.reason = reason == null ? "" : reason;
        }

        boolean isFactor() {
            return !factorAxes.isEmpty();
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

        /** Parts that cannot go, of channels that can: by their other factors. */
        boolean isFixedFactor() {
            boolean fixed = units.size() == 1 || !reason.isEmpty();
            return fixed && units.stream().allMatch(unit -> unit.isFactor() && !unit.onlyFrozen);
        }
    }

    GroupBuilder(Propagation run) {
        this.run = run;
    }

    Built build() {
        freezeWholeAxes();
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
            for (int i = 1; named.containsKey(id); i++) {
                id = "%s/%d".formatted(id.replaceAll("/\\d+$", ""), i);
            }
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

    /** A factor that is all of an axis, as a half of shuffled channels is of one branch, can never go. */
    private void freezeWholeAxes() {
        Set<Integer> factors = new HashSet<>();
        for (int id = 0; id < run.ids.count(); id++) {
            if (run.ids.factorAxis(id) > 0) {
                factors.add(run.ids.find(id));
            }
        }
        if (factors.isEmpty()) {
            return;
        }
        Set<Axis> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        run.axes().values().forEach(axes -> {
            for (Axis axis : axes) {
                if (!axis.isPlain() && axis.ids().length > 0 && seen.add(axis)) {
                    for (int leaf : commonLeaves(axis.ids())) {
                        if (factors.contains(leaf) && run.ids.reason(leaf) == null) {
                            wholeFactors.add(leaf);
                            run.ids.freeze(leaf, ALONE);
                        }
                    }
                }
            }
        });
    }

    private int[] commonLeaves(int[] ids) {
        int[] common = run.ids.leaves(ids[0]);
        for (int i = 1; i < ids.length && common.length > 0; i++) {
            int[] others = run.ids.leaves(ids[i]);
            common = Arrays.stream(common)
                    .filter(leaf -> Arrays.stream(others).anyMatch(other -> other == leaf))
                    .toArray();
        }
        return common;
    }

    private void collectUnits() {
        for (int id = 0; id < run.ids.count(); id++) {
            int producer = run.ids.producer(id);
            if (producer >= 0) {
                int[] leaves = run.ids.leaves(id);
                boolean frozen = Arrays.stream(leaves).allMatch(leaf -> run.ids.reason(leaf) != null);
                for (int leaf : leaves) {
                    Unit unit = unitsByClass.computeIfAbsent(leaf, key -> new Unit(key, run.ids.reason(key)));
                    unit.firstPositions.merge(producer, run.ids.position(id), Math::min);
                    unit.onlyFrozen |= frozen;
                }
            }
        }
        for (int id = 0; id < run.ids.count(); id++) {
            Unit unit = run.ids.factorAxis(id) > 0 ? unitsByClass.get(run.ids.find(id)) : null;
            if (unit != null) {
                unit.factorAxes.add(run.ids.factorAxis(id));
            }
        }
    }

    private List<Draft> drafts() {
        Map<List<Object>, List<Unit>> sorted = new LinkedHashMap<>();
        for (int id = 0; id < run.ids.count(); id++) {
            Unit unit = run.ids.find(id) == id ? unitsByClass.get(id) : null;
            if (unit != null) {
                // Frozen heads and their frozen dimensions are told of once.
                List<Integer> factorAxes = unit.reason.isEmpty() ? List.copyOf(unit.factorAxes) : List.of();
                List<Object> key = List.of(List.copyOf(unit.firstPositions.keySet()), unit.reason, factorAxes);
                sorted.computeIfAbsent(key, same -> new ArrayList<>()).add(unit);
            }
        }
        List<Draft> drafts = new ArrayList<>();
        for (List<Unit> units : sorted.values()) {
            units.sort(Comparator.comparingInt(Unit::firstPosition));
            Unit first = units.get(0);
            drafts.add(new Draft(List.copyOf(first.firstPositions.keySet()), first.reason, units));
        }
        removeUntold(drafts);
        drafts.sort(Comparator.<Draft>comparingInt(draft -> draft.producers().get(0))
                .thenComparingInt(draft -> draft.units().get(0).firstPosition()));
        return drafts;
    }

    /** Factors that cannot go say nothing about channels that can by others; but every producer is told of. */
    private void removeUntold(List<Draft> drafts) {
        List<Draft> untold = drafts.stream()
                .filter(draft -> draft.isFixedFactor() || isWhole(draft))
                .toList();
        drafts.removeAll(untold);
        Set<Integer> told = new HashSet<>();
        drafts.forEach(draft -> told.addAll(draft.producers()));
        for (Draft draft : untold) {
            if (told.addAll(draft.producers())) {
                drafts.add(draft);
            }
        }
    }

    private boolean isWhole(Draft draft) {
        return draft.units().stream().allMatch(unit -> unit.isFactor() && wholeFactors.contains(unit.root));
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
        Set<Integer> roots = new HashSet<>();
        draft.units().forEach(unit -> roots.add(unit.root));
        return run.axes().entrySet().stream()
                .filter(value -> !run.isConstantDerived(value.getKey()))
                .filter(value -> Arrays.stream(value.getValue())
                        .anyMatch(axis -> !axis.isPlain()
                                && Arrays.stream(axis.ids())
                                        .flatMap(id -> Arrays.stream(run.ids.leaves(id)))
                                        .anyMatch(roots::contains)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, List<Optional<ChannelAxis>>> axesOfValues() {
        Map<String, List<Optional<ChannelAxis>>> axes = new LinkedHashMap<>();
        run.axes().forEach((value, valueAxes) -> {
            if (run.isConstantDerived(value) && !run.graph.weights().containsKey(value)) {
                return;
            }
            List<Optional<ChannelAxis>> numbered = Arrays.stream(valueAxes)
                    .map(axis -> axis.isPlain() ? Optional.<ChannelAxis>empty() : numbered(axis))
                    .toList();
            if (numbered.stream().anyMatch(Optional::isPresent)) {
                axes.put(value, numbered);
            }
        });
        return axes;
    }

    /** What the axis carries over numbered units; empty when none of that can go. */
    private Optional<ChannelAxis> numbered(Axis axis) {
        return numberedAxes.computeIfAbsent(axis, this::number);
    }

    private Optional<ChannelAxis> number(Axis axis) {
        int[] ids = axis.carried();
        int[][] units = new int[ids.length][];
        int count = 0;
        for (int position = 0; position < ids.length; position++) {
            units[position] = numbers(run.ids.leaves(ids[position]));
            count += units[position].length;
        }
        if (count == 0) {
            return Optional.empty();
        }
        IntBuffer content = IntBuffer.allocate(count + units.length);
        for (int[] own : units) {
            content.put(own.length).put(own);
        }
        return Optional.of(
                axesByUnits.computeIfAbsent(content.flip(), same -> ChannelAxis.of(axesByUnits.size(), units)));
    }

    /** The numbered units among the classes {@code leaves}, ascending. */
    private int[] numbers(int[] leaves) {
        int[] numbers = new int[leaves.length];
        int count = 0;
        for (int leaf : leaves) {
            Unit unit = unitsByClass.get(leaf);
            if (unit != null && unit.number >= 0) {
                numbers[count++] = unit.number;
            }
        }
        int[] numbered = Arrays.copyOf(numbers, count);
        Arrays.sort(numbered);
        return numbered;
    }
}

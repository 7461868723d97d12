package io.espalier.search;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.WidthDivisors;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.DecisionKind;
import io.espalier.search.space.Parent;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.transform.QdqQuantizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the space and the assembler of a run from what its profiles say about steps of widths. */
final class Spaces {
    private static final Set<String> STEPLESS = Set.of("size", "macs", "params", "bit-operations");

    private final SearchRequest request;
    private final Parent parent;
    private final List<HardwareProfile> profiles;

    Spaces(SearchRequest request, Parent parent, List<HardwareProfile> profiles) {
        this.request = request;
        this.parent = parent;
        this.profiles = profiles;
    }

    static boolean mayQuantize(SearchRequest request, Parent parent) {
        return request.decisions().contains(DecisionKind.PRECISION)
                && QdqQuantizer.refusal(parent.model().graph()).isEmpty();
    }

    SearchSpace space(List<Precision> precisions) {
        return new SpaceBuilder(parent)
                .space(
                        request.decisions(),
                        sweep -> {
                            List<Integer> divisors =
                                    new ArrayList<>(WidthDivisors.ofGroup(profiles, sweep, precisions));
                            if (everyWidthPays()) {
                                divisors.add(1);
                            }
                            return divisors;
                        },
                        precisions);
    }

    Assembler assembler(List<Precision> precisions) {
        return new Assembler(parent, everyWidthPays() ? AxisDivisors.NONE : divisors(precisions));
    }

    /** Counts know no steps of the device. */
    private boolean everyWidthPays() {
        return request.objectives().stream()
                .flatMap(objective -> objective.expression().metrics().stream())
                .anyMatch(metric -> STEPLESS.contains(metric.metric()));
    }

    private AxisDivisors divisors(List<Precision> precisions) {
        ModelGraph graph = parent.model().graph();
        Map<String, Kernel> kernels = new HashMap<>();
        for (Precision precision : precisions) {
            for (Kernel kernel : Kernels.of(graph, ShapeInference.infer(graph), node -> precision)) {
                kernel.nodes().forEach(node -> kernels.put(node + '@' + precision, kernel));
            }
        }
        return (node, axis, precision) -> {
            Kernel kernel = kernels.get(node + '@' + precision);
            if (kernel == null) {
                return 1;
            }
            return profiles.stream()
                    .mapToInt(profile -> WidthDivisors.ofAxis(profile, kernel, axis))
                    .max()
                    .orElse(1);
        };
    }
}

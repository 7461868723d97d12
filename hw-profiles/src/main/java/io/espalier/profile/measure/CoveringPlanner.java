package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As few networks as cover every kernel of all candidates once, chosen greedily: next the one with the most kernels that
 * are still missing, each counted as often as the candidates use it. So when time runs out, what is missing is rare.
 */
public final class CoveringPlanner implements SamplePlanner {

    @Override
    public List<NetworkRequest> plan(List<NetworkRequest> candidates, Precision precision, Set<KernelKey> known) {
        Map<KernelKey, Integer> missing = new HashMap<>();
        List<Set<KernelKey>> kernelsOf = new ArrayList<>();
        for (NetworkRequest candidate : candidates) {
            Set<KernelKey> keys = new HashSet<>();
            for (Kernel kernel : Kernels.of(candidate.graph(), precision)) {
                if (!known.contains(kernel.key()) && keys.add(kernel.key())) {
                    missing.merge(kernel.key(), 1, Integer::sum);
                }
            }
            kernelsOf.add(keys);
        }
        List<NetworkRequest> plan = new ArrayList<>();
        while (!missing.isEmpty()) {
            int best = best(kernelsOf, missing);
            plan.add(candidates.get(best));
            missing.keySet().removeAll(List.copyOf(kernelsOf.get(best)));
        }
        return plan;
    }

    private static int best(List<Set<KernelKey>> kernelsOf, Map<KernelKey, Integer> missing) {
        int best = 0;
        double bestGain = -1;
        for (int i = 0; i < kernelsOf.size(); i++) {
            double gain = 0;
            for (KernelKey key : kernelsOf.get(i)) {
                Integer uses = missing.get(key);
                // A kernel used a hundred times is not worth a hundred others: all of them are needed in the end.
                gain += uses == null ? 0 : 1 + Math.log(uses) / 10;
            }
            if (gain > bestGain) {
                bestGain = gain;
                best = i;
            }
        }
        return best;
    }
}

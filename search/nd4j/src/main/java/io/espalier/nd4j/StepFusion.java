package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins normalization, addition and activation that follow each other into one pass over memory. */
final class StepFusion {
    private final Map<String, Integer> readers = new HashMap<>();

    private StepFusion(List<Step> steps, List<String> outputs) {
        outputs.forEach(output -> readers.merge(output, 1, Integer::sum));
        for (Step step : steps) {
            step.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
        }
    }

    /** The same computation in fewer steps. @param outputs names of values that must stay */
    static List<Step> fuse(List<Step> steps, List<String> outputs) {
        StepFusion fusion = new StepFusion(steps, outputs);
        List<Step> fused = new ArrayList<>();
        for (Step step : steps) {
            Step joined = step;
            if (!(step instanceof Step.Fuse)) {
                fused.add(step);
                continue;
            }
            // The latest candidate first: what is moved down to this place passes the fewest others.
            for (int i = fused.size() - 1; i >= 0; i--) {
                if (fused.get(i) instanceof Step.Fuse before && joined instanceof Step.Fuse after) {
                    Optional<Step.Fuse> both = fusion.join(before, after);
                    if (both.isPresent()) {
                        fused.remove(i);
                        joined = both.get();
                        break;
                    }
                }
            }
            fused.add(joined);
        }
        return fused;
    }

    private Optional<Step.Fuse> join(Step.Fuse before, Step.Fuse after) {
        boolean readOnce = readers.getOrDefault(before.output(), 0) == 1;
        if (!readOnce
                || before.limits() != null
                || after.norm() != null
                || !after.inputs().contains(before.output())) {
            return Optional.empty();
        }
        if (after.added() == null) {
            return Optional.of(new Step.Fuse(
                    before.input(), after.output(), after.size(), before.norm(), before.added(), after.limits()));
        }
        if (before.added() != null) {
            return Optional.empty();
        }
        String other = after.input().equals(before.output()) ? after.added() : after.input();
        return Optional.of(
                new Step.Fuse(before.input(), after.output(), after.size(), before.norm(), other, after.limits()));
    }
}

package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.export.Dropped;
import io.espalier.search.objective.Dominance;
import io.espalier.search.objective.Goals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which tuned candidates are worth measuring: not those that another beats by more than predictions are wrong. */
final class Shortlist {
    private static final double MARGIN = .05;

    private final Goals goals;

    Shortlist(Goals goals) {
        this.goals = goals;
    }

    List<LastRung.Tuned> of(List<LastRung.Tuned> tuned, List<Dropped> dropped) {
        List<LastRung.Tuned> worth = new ArrayList<>();
        for (LastRung.Tuned one : tuned) {
            double[] lucky = one.evaluated().minimised(goals);
            for (int i = 1; i < lucky.length; i++) {
                lucky[i] -= MARGIN * Math.abs(lucky[i]);
            }
            Optional<LastRung.Tuned> better = tuned.stream()
                    .filter(other -> Dominance.dominates(other.evaluated().minimised(goals), lucky))
                    .findFirst();
            if (better.isPresent()) {
                Evaluated it = one.evaluated();
                dropped.add(new Dropped(
                        name(it),
                        it.priced().id(),
                        "dominated by " + name(better.get().evaluated()) + " as predicted"));
            } else {
                worth.add(one);
            }
        }
        return worth;
    }

    private static String name(Evaluated one) {
        return "c-" + one.priced().recipe().precisionName() + '-'
                + one.priced().id().brief();
    }
}

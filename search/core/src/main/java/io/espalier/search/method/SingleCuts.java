package io.espalier.search.method;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Candidates that need no observation: extremes, uniform widths, and every single cut. */
public final class SingleCuts {
    private static final double[] WIDTHS = {.75, .5, .25};

    private final SearchSpace space;

    public SingleCuts(SearchSpace space) {
        this.space = space;
    }

    /** In the order of their worth; the single cuts come at every choice of precision at once. */
    public List<Candidate> candidates() {
        Set<Candidate> candidates = new LinkedHashSet<>();
        Candidate largest = space.largest();
        candidates.addAll(atEachPrecision(space, largest));
        for (double share : WIDTHS) {
            candidates.addAll(atEachPrecision(space, uniform(share)));
        }
        candidates.addAll(atEachPrecision(space, space.smallest()));
        alone(space).forEach(cut -> candidates.add(cut.candidate()));
        return new ArrayList<>(candidates);
    }

    private Candidate uniform(double share) {
        return space.candidate(i -> {
            int last = space.decisions().get(i).alternatives() - 1;
            return space.decisions().get(i) instanceof Decision.Width ? (int) Math.round(share * last) : last;
        });
    }

    /**
     * One decision cut, the others as in the parent, at the lowest precision.
     *
     * @param decision that is cut
     */
    public record Alone(int decision, Candidate candidate) {
        private static Alone of(SearchSpace space, int decision, int index) {
            return new Alone(decision, cheapest(space, space.largest().with(decision, index)));
        }

        /** The alternative that the cut takes. */
        public int index() {
            return candidate.index(decision);
        }
    }

    /** Each block removed, and each group at about half of its width; blocks first. */
    public static List<Alone> alone(SearchSpace space) {
        List<Alone> blocks = new ArrayList<>();
        List<Alone> widths = new ArrayList<>();
        for (int i = 0; i < space.size(); i++) {
            Decision decision = space.decisions().get(i);
            if (decision.alternatives() < 2) {
                continue;
            }
            if (decision instanceof Decision.RemoveBlock) {
                blocks.add(Alone.of(space, i, 0));
            } else if (decision instanceof Decision.Width width) {
                widths.add(Alone.of(space, i, half(width)));
            }
        }
        blocks.addAll(widths);
        return blocks;
    }

    private static int half(Decision.Width width) {
        int best = 0;
        for (int i = 0; i < width.alternatives() - 1; i++) {
            if (Math.abs(2 * width.kept().get(i) - width.full())
                    < Math.abs(2 * width.kept().get(best) - width.full())) {
                best = i;
            }
        }
        return best;
    }

    /** The same cut once for every precision, the cheapest first. */
    public static List<Candidate> atEachPrecision(SearchSpace space, Candidate candidate) {
        List<Candidate> candidates = new ArrayList<>(List.of(candidate));
        for (int i = 0; i < space.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.ModelPrecision precision) {
                candidates.clear();
                for (int p = 0; p < precision.alternatives(); p++) {
                    candidates.add(candidate.with(i, p));
                }
            }
        }
        return candidates;
    }

    /** The same cut at the lowest precision. */
    public static Candidate cheapest(SearchSpace space, Candidate candidate) {
        return atEachPrecision(space, candidate).get(0);
    }
}

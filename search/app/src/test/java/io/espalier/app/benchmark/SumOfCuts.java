package io.espalier.app.benchmark;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The lowest rung: what the parts of a cut lose alone, added up. Each block was removed alone, each group cut alone to
 * a quarter, half and three quarters of its widths; between these a loss is interpolated.
 */
final class SumOfCuts {
    private static final int QUARTERS = 4;

    private final Map<String, RankScore> scores;
    private final SearchSpace space;
    private final Assembler assembler;

    /** @param scores of the parent and of {@link #alone} by name */
    SumOfCuts(Map<String, RankScore> scores, SearchSpace space, Assembler assembler) {
        this.scores = scores;
        this.space = space;
        this.assembler = assembler;
    }

    /** The cuts by the names of their scores. */
    static Map<String, Recipe> alone(SearchSpace space, Assembler assembler) {
        Map<String, Recipe> alone = new LinkedHashMap<>();
        Candidate whole = space.largest();
        for (int i = 0; i < space.size(); i++) {
            Decision decision = space.decisions().get(i);
            if (decision instanceof Decision.Width) {
                for (int quarter = 1; quarter < QUARTERS; quarter++) {
                    Recipe recipe = assembler.recipe(space, whole.with(i, index(decision, quarter)));
                    alone.put("alone " + recipe.keptUnits(), recipe);
                }
            } else {
                Recipe recipe = assembler.recipe(space, whole.with(i, 0));
                alone.put("alone " + recipe.removedBlocks(), recipe);
            }
        }
        return alone;
    }

    private static int index(Decision decision, int quarter) {
        return Math.max(0, decision.alternatives() * quarter / QUARTERS - 1);
    }

    RankScore score(String name, DrawnCuts.Drawn cut) {
        Likeness subset = sum(cut.recipe(), RankScore::subset);
        return new RankScore(
                name,
                cut.macs(),
                0,
                subset,
                sum(cut.recipe(), RankScore::validation),
                sum(cut.recipe(), RankScore::test));
    }

    private Likeness sum(Recipe recipe, java.util.function.Function<RankScore, Likeness> images) {
        Likeness parent = images.apply(known("parent"));
        return new Likeness(
                parent.accuracy() + lost(recipe, one -> images.apply(one).accuracy() - parent.accuracy()),
                parent.crossEntropy() + lost(recipe, one -> images.apply(one).crossEntropy() - parent.crossEntropy()),
                lost(recipe, one -> images.apply(one).divergence()));
    }

    private double lost(Recipe recipe, ToDoubleFunction<RankScore> of) {
        double lost = 0;
        for (String block : recipe.removedBlocks()) {
            lost += of.applyAsDouble(known("alone [" + block + "]"));
        }
        for (Decision decision : space.decisions()) {
            if (decision instanceof Decision.Width width && recipe.keptUnits().containsKey(width.group())) {
                lost += interpolated(
                        width, Objects.requireNonNull(recipe.keptUnits().get(width.group())), of);
            }
        }
        return lost;
    }

    private double interpolated(Decision.Width width, int kept, ToDoubleFunction<RankScore> of) {
        double right = width.full();
        double lostRight = 0;
        for (int quarter = QUARTERS - 1; quarter > 0; quarter--) {
            int left = width.kept().get(index(width, quarter));
            double lostLeft = of.applyAsDouble(known("alone {" + width.group() + "=" + left + "}"));
            if (kept >= left || quarter == 1) {
                return lostLeft + (lostRight - lostLeft) * (kept - left) / (right - left);
            }
            right = left;
            lostRight = lostLeft;
        }
        return lostRight;
    }

    private RankScore known(String name) {
        RankScore score = scores.get(name);
        if (score == null) {
            throw new IllegalStateException("There is no score (%s).".formatted(name));
        }
        return score;
    }
}

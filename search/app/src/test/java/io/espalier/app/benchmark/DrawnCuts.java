package io.espalier.app.benchmark;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.Recipe;
import io.espalier.search.space.SearchSpace;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random cuts of a parent, uniform over the logarithm of MACs: by widths, and by removed blocks as well for every other one. */
final class DrawnCuts {
    private static final double LEAST = .25;
    private static final double MOST = .9;
    private static final double NEAR = .02;
    private static final int TRIES = 100_000;
    private static final int MOST_BLOCKS = 4;

    private final Assembler assembler;
    private final SearchSpace space;
    private final double parentMacs;

    /** @param space of blocks and widths */
    DrawnCuts(Assembler assembler, SearchSpace space) {
        this.assembler = assembler;
        this.space = space;
        this.parentMacs = macs(Recipe.PARENT);
    }

    /** A cut. @param macs share of the parent's */
    record Drawn(Candidate candidate, Recipe recipe, double macs) {}

    List<Drawn> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double target = LEAST * Math.pow(MOST / LEAST, random.nextDouble());
            drawn.add(near(target, i % 2 == 1, random));
        }
        return drawn;
    }

    private Drawn near(double target, boolean shorter, SplittableRandom random) {
        for (int i = 0; i < TRIES; i++) {
            Candidate candidate = random(shorter, random);
            Recipe recipe = assembler.recipe(space, candidate);
            double share = macs(recipe) / parentMacs;
            if (Math.abs(share / target - 1) < NEAR) {
                return new Drawn(candidate, recipe, share);
            }
        }
        throw new IllegalStateException("No cut to %.2f of the MACs was drawn.".formatted(target));
    }

    /** How narrow it may be is drawn first, so that there are mild cuts and hard ones. */
    private Candidate random(boolean shorter, SplittableRandom random) {
        List<Integer> blocks = new ArrayList<>();
        double floor = random.nextDouble();
        Candidate candidate = space.candidate(i -> {
            int alternatives = space.decisions().get(i).alternatives();
            if (space.decisions().get(i) instanceof Decision.RemoveBlock) {
                blocks.add(i);
                return alternatives - 1;
            }
            int least = (int) (floor * alternatives);
            return least + random.nextInt(alternatives - least);
        });
        int gone = shorter ? 1 + random.nextInt(Math.min(MOST_BLOCKS, blocks.size())) : 0;
        for (int i = 0; i < gone; i++) {
            candidate = candidate.with(blocks.remove(random.nextInt(blocks.size())), 0);
        }
        return candidate;
    }

    private double macs(Recipe recipe) {
        ModelGraph structure = assembler.structure(recipe);
        return Macs.of(structure, ShapeInference.infer(structure));
    }
}

package io.espalier.search.evolve;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import io.jenetics.Alterer;
import io.jenetics.AltererResult;
import io.jenetics.Genotype;
import io.jenetics.IntegerGene;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Varies pairs of candidates over the flattened indices of all decisions: two-point or uniform crossover, then
 * polynomial mutation rounded to an index (Deb and Agrawal, "Simulated binary crossover", 1995). Jenetics' own crossovers
 * work inside a chromosome, of one gene here, and so exchange next to nothing.
 */
final class IndexVariation implements Alterer<IntegerGene, Fitness> {
    private static final double CROSSOVER = .9;
    private static final double UNIFORM_SHARE = .5;
    private static final double ETA = 1;

    private final SearchSpace space;

    IndexVariation(SearchSpace space) {
        this.space = space;
    }

    /** Varies the first with the second, the third with the fourth, and so on; all results lack a fitness. */
    @Override
    public AltererResult<IntegerGene, Fitness> alter(Seq<Phenotype<IntegerGene, Fitness>> parents, long generation) {
        RandomGenerator random = RandomRegistry.random();
        List<Phenotype<IntegerGene, Fitness>> children = new ArrayList<>();
        for (int i = 0; i < parents.size(); i += 2) {
            int[] first = indices(parents.get(i));
            int[] second = indices(parents.get(Math.min(i + 1, parents.size() - 1)));
            if (random.nextDouble() < CROSSOVER) {
                cross(first, second, random);
            }
            children.add(child(mutated(first, random), generation));
            if (i + 1 < parents.size()) {
                children.add(child(mutated(second, random), generation));
            }
        }
        return new AltererResult<>(ISeq.of(children), children.size());
    }

    private int[] indices(Phenotype<IntegerGene, Fitness> phenotype) {
        return CandidateCodec.decode(space, phenotype.genotype()).indices();
    }

    private Phenotype<IntegerGene, Fitness> child(int[] indices, long generation) {
        Genotype<IntegerGene> genotype = CandidateCodec.encode(space, space.checked(Candidate.of(indices)));
        return Phenotype.of(genotype, generation);
    }

    private static void cross(int[] first, int[] second, RandomGenerator random) {
        if (random.nextDouble() < UNIFORM_SHARE) {
            for (int i = 0; i < first.length; i++) {
                if (random.nextBoolean()) {
                    swap(first, second, i);
                }
            }
            return;
        }
        int one = random.nextInt(first.length + 1);
        int other = random.nextInt(first.length + 1);
        for (int i = Math.min(one, other); i < Math.max(one, other); i++) {
            swap(first, second, i);
        }
    }

    private static void swap(int[] first, int[] second, int index) {
        int kept = first[index];
        first[index] = second[index];
        second[index] = kept;
    }

    private int[] mutated(int[] indices, RandomGenerator random) {
        double probability = 1.0 / indices.length;
        for (int i = 0; i < indices.length; i++) {
            int last = space.decisions().get(i).alternatives() - 1;
            if (last > 0 && random.nextDouble() < probability) {
                indices[i] = moved(indices[i], last, random);
            }
        }
        return indices;
    }

    /** Another index of 0 to {@code last}, near ones more likely. */
    private static int moved(int index, int last, RandomGenerator random) {
        double uniform = random.nextDouble();
        double step = uniform < .5
                ? Math.pow(2 * uniform, 1 / (ETA + 1)) - 1
                : 1 - Math.pow(2 * (1 - uniform), 1 / (ETA + 1));
        long target = Math.round(index + step * last);
        if (target == index) {
            target += step < 0 ? -1 : 1;
        }
        int inside = (int) Math.max(0, Math.min(last, target));
        if (inside == index) {
            return index == 0 ? 1 : index - 1;
        }
        return inside;
    }
}

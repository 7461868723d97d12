package io.espalier.search.evolve;

import io.espalier.search.method.Observation;
import io.espalier.search.method.Price;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.method.SumOfCuts;
import io.espalier.search.method.UnseenCandidates;
import io.espalier.search.space.Candidate;
import io.jenetics.IntegerGene;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * NSGA-II, steady: parents are the best of all that was observed (Deb et al., "A fast and elitist multiobjective genetic
 * algorithm", 2002), with Deb's rule for constraints inside the dominance. It starts from designed candidates and sweeps
 * of greedy cuts. Each batch of children is the best of several as many, by the sum of what their cuts lose alone.
 */
final class EvolutionarySearch implements SearchMethod {
    private static final int POPULATION = 40;
    private static final int FRUITLESS_PAIRS = 50;
    /** Children that are bred for each that is evaluated. */
    private static final int BROOD = 4;

    private final SearchProblem problem;
    private final InitialDesign design;
    private final IndexVariation variation;
    private final NSGA2Selector<IntegerGene, Fitness> selector;
    private final SplittableRandom random;
    private final Set<Candidate> proposed = new HashSet<>();
    private final Map<Candidate, Observation> observed = new HashMap<>();
    private final List<Phenotype<IntegerGene, Fitness>> archive = new ArrayList<>();

    EvolutionarySearch(SearchProblem problem) {
        this.problem = problem;
        this.design = new InitialDesign(problem);
        this.variation = new IndexVariation(problem.space());
        this.selector = new NSGA2Selector<>(
                Fitness::dominance, Fitness::compareElement, Fitness::distance, fitness -> fitness.minimised().length);
        this.random = new SplittableRandom(problem.seed());
    }

    @Override
    public List<Candidate> propose(int count) {
        List<Candidate> batch = new ArrayList<>();
        Optional<Candidate> designed = design.next(observed);
        while (batch.size() < count && designed.isPresent()) {
            if (proposed.add(designed.get())) {
                batch.add(designed.get());
            }
            designed = batch.size() < count ? design.next(observed) : Optional.empty();
        }
        if (batch.size() < count && !archive.isEmpty()) {
            RandomRegistry.using(random, scope -> evolve(batch, count));
        }
        while (batch.size() < count) {
            Optional<Candidate> drawn = UnseenCandidates.draw(problem.space(), random, proposed);
            if (drawn.isEmpty()) {
                return batch;
            }
            batch.add(drawn.get());
        }
        return batch;
    }

    private void evolve(List<Candidate> batch, int count) {
        ISeq<Phenotype<IntegerGene, Fitness>> parents =
                selector.select(ISeq.of(archive), Math.min(POPULATION, archive.size()), Optimize.MAXIMUM);
        Optional<SumOfCuts> sums = SumOfCuts.of(problem.space(), observed);
        int wanted = count - batch.size();
        List<Candidate> brood = brood(parents, sums.isPresent() ? BROOD * wanted : wanted);
        List<Candidate> chosen = sums.filter(sum -> brood.size() > wanted)
                .map(sum -> screened(brood, sum, wanted))
                .orElse(brood);
        proposed.addAll(chosen);
        batch.addAll(chosen);
    }

    /** At most so many children that were not proposed before. */
    private List<Candidate> brood(ISeq<Phenotype<IntegerGene, Fitness>> parents, int count) {
        Set<Candidate> brood = new LinkedHashSet<>();
        for (int fruitless = 0; fruitless < FRUITLESS_PAIRS && brood.size() < count; fruitless++) {
            ISeq<Phenotype<IntegerGene, Fitness>> pair = ISeq.of(winner(parents), winner(parents));
            for (Phenotype<IntegerGene, Fitness> child :
                    variation.alter(pair, 0).population()) {
                Candidate candidate = CandidateCodec.decode(problem.space(), child.genotype());
                if (brood.size() < count && !proposed.contains(candidate) && brood.add(candidate)) {
                    fruitless = 0;
                }
            }
        }
        return new ArrayList<>(brood);
    }

    /** The foremost of a brood by the sums of their cuts and their prices. */
    private List<Candidate> screened(List<Candidate> brood, SumOfCuts sums, int count) {
        List<Phenotype<IntegerGene, Fitness>> guessed = brood.stream()
                .map(child -> Phenotype.of(CandidateCodec.encode(problem.space(), child), 0, guess(child, sums)))
                .toList();
        return selector.select(ISeq.of(guessed), count, Optimize.MAXIMUM).stream()
                .map(child -> CandidateCodec.decode(problem.space(), child.genotype()))
                .toList();
    }

    private Fitness guess(Candidate child, SumOfCuts sums) {
        Price price = problem.prices().apply(child);
        double[] minimised = new double[problem.objectives().size()];
        Arrays.fill(minimised, 1);
        minimised[0] = sums.lost(child);
        for (int i = 0; i < price.minimised().size(); i++) {
            minimised[i + 1] = price.minimised().get(i);
        }
        return new Fitness(minimised, price.violation() + problem.shortfall().applyAsDouble(sums.leastError(child)));
    }

    /** A binary tournament; the selector hands out the better first. */
    private Phenotype<IntegerGene, Fitness> winner(ISeq<Phenotype<IntegerGene, Fitness>> parents) {
        return parents.get(Math.min(random.nextInt(parents.size()), random.nextInt(parents.size())));
    }

    @Override
    public void observe(Observation observation) {
        observed.put(observation.candidate(), observation);
        archive.add(Phenotype.of(
                CandidateCodec.encode(problem.space(), observation.candidate()), 0, Fitness.of(observation, problem)));
    }
}

package io.espalier.search.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.espalier.search.method.Observation;
import io.espalier.search.method.RandomSearch;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.method.SearchMethodContract;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.method.SumOfCuts;
import io.espalier.search.objective.Dominance;
import io.espalier.search.objective.Hypervolume;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvolutionarySearchTest implements SearchMethodContract {
    private static final int EVALUATIONS = 200;
    private static final int SEEDS = 11;
    private static final double HOPELESS = .7;

    @Override
    public SearchMethod start(SearchProblem problem) {
        return Guice.createInjector(new EvolutionModule())
                .getInstance(SearchMethodFactory.class)
                .start(problem);
    }

    @Test
    void beatsRandomSearchInMedianHypervolume() {
        double[] evolved = new double[SEEDS];
        double[] random = new double[SEEDS];
        SearchSpace space = Spaces.of(8, 12);
        for (int seed = 0; seed < SEEDS; seed++) {
            ToyNetwork network = new ToyNetwork(space, seed);
            SearchProblem problem = new SearchProblem(
                    space,
                    List.of("accuracy", "latency"),
                    candidate -> network.price(candidate, Double.MAX_VALUE),
                    error -> 0,
                    EVALUATIONS,
                    seed);
            evolved[seed] = hypervolume(new EvolutionarySearch(problem), network, Double.MAX_VALUE);
            random[seed] = hypervolume(new RandomSearch(problem), network, Double.MAX_VALUE);
        }
        Arrays.sort(evolved);
        Arrays.sort(random);
        assertThat(evolved[SEEDS / 2]).isGreaterThan(random[SEEDS / 2] + .02);
    }

    @Test
    void findsTheFeasibleRegionThatRandomSearchMisses() {
        SearchSpace space = Spaces.of(8, 12);
        ToyNetwork network = new ToyNetwork(space, 3);
        SearchProblem problem = new SearchProblem(
                space,
                List.of("accuracy", "latency"),
                candidate -> network.price(candidate, .13),
                error -> 0,
                EVALUATIONS,
                3);
        assertThat(hypervolume(new EvolutionarySearch(problem), network, .13)).isPositive();
    }

    /** In a deep space random cuts are mostly hopeless, and all of them would be front members by their low cost. */
    @Test
    void spendsItsEvaluationsWhereErrorsPromiseSomething() {
        double[] hopeless = new double[2];
        double[] volumes = new double[2];
        SearchSpace space = Spaces.of(8, 12);
        for (int seed = 0; seed < SEEDS; seed++) {
            ToyNetwork network = new ToyNetwork(space, seed);
            for (int steered = 0; steered < 2; steered++) {
                boolean isSteered = steered == 1;
                SearchProblem problem = new SearchProblem(
                        space,
                        List.of("accuracy", "latency"),
                        candidate -> network.price(candidate, Double.MAX_VALUE),
                        error -> isSteered ? Math.max(0, error - HOPELESS) : 0,
                        EVALUATIONS,
                        seed);
                List<double[]> found = found(new EvolutionarySearch(problem), network);
                hopeless[steered] +=
                        found.stream().filter(one -> one[0] > HOPELESS).count();
                volumes[steered] += Hypervolume.share(found, new double[] {HOPELESS, 1});
            }
        }
        assertThat(hopeless[1]).isLessThan(hopeless[0] / 2);
        assertThat(volumes[1]).isGreaterThan(volumes[0]);
    }

    private static List<double[]> found(SearchMethod method, ToyNetwork network) {
        List<double[]> found = new ArrayList<>();
        while (found.size() < EVALUATIONS) {
            for (Candidate candidate : method.propose(16)) {
                double[] one = {network.error(candidate), network.cost(candidate)};
                found.add(one);
                method.observe(new Observation(candidate, List.of(one[0], one[1]), 0));
            }
        }
        return found;
    }

    /** Once the design is over, of all that are bred none that is left out beats one that is proposed. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void proposesTheForemostOfABroodByTheSumsOfCutsAndThePrices(long seed) {
        int[] screened = {0};
        breed(seed, error -> 0, (sums, network, proposed, left) -> {
            screened[0]++;
            assertThat(left).hasSizeGreaterThan(2 * proposed.size());
            for (Candidate out : left) {
                double[] guess = guess(sums, network, out);
                assertThat(proposed).noneMatch(one -> Dominance.dominates(guess, guess(sums, network, one)));
            }
        });
        assertThat(screened[0]).isGreaterThan(4);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void proposesNoneOfABroodWhoseSumPromisesNothingWhileOthersAreLeftOut(long seed) {
        int[] compared = {0};
        breed(seed, error -> Math.max(0, error - HOPELESS), (sums, network, proposed, left) -> {
            Predicate<Candidate> isHopeless = one -> sums.leastError(one) > HOPELESS;
            if (left.stream().anyMatch(isHopeless) && !left.stream().allMatch(isHopeless)) {
                compared[0]++;
                assertThat(proposed).noneMatch(isHopeless);
            }
        });
        assertThat(compared[0]).isPositive();
    }

    /** Hears of each brood, with what is known before it. */
    private interface Brood {
        void screened(SumOfCuts sums, ToyNetwork network, List<Candidate> proposed, Set<Candidate> left);
    }

    private static void breed(long seed, DoubleUnaryOperator shortfall, Brood brood) {
        SearchSpace space = Spaces.of(8, 12);
        ToyNetwork network = new ToyNetwork(space, seed);
        Set<Candidate> bred = new LinkedHashSet<>();
        SearchMethod method = new EvolutionarySearch(new SearchProblem(
                space,
                List.of("accuracy", "latency"),
                candidate -> {
                    bred.add(candidate);
                    return network.price(candidate, 1);
                },
                shortfall,
                EVALUATIONS,
                seed));
        Map<Candidate, Observation> observed = new HashMap<>();
        for (int round = 0; round < EVALUATIONS / 16; round++) {
            bred.clear();
            List<Candidate> batch = method.propose(16);
            if (bred.containsAll(batch)) {
                bred.removeAll(batch);
                brood.screened(SumOfCuts.of(space, observed).orElseThrow(), network, batch, bred);
            }
            for (Candidate candidate : batch) {
                Observation seen =
                        new Observation(candidate, List.of(network.error(candidate), network.cost(candidate)), 0);
                observed.put(candidate, seen);
                method.observe(seen);
            }
        }
    }

    private static double[] guess(SumOfCuts sums, ToyNetwork network, Candidate candidate) {
        return new double[] {sums.lost(candidate), network.cost(candidate)};
    }

    /** Of the candidates that cost at most {@code bound}, after a number of evaluations. */
    private static double hypervolume(SearchMethod method, ToyNetwork network, double bound) {
        List<double[]> found = new ArrayList<>();
        int proposed = 0;
        while (proposed < EVALUATIONS) {
            for (Candidate candidate : method.propose(16)) {
                proposed++;
                double cost = network.cost(candidate);
                if (cost > bound) {
                    method.observe(new Observation(candidate, List.of(), cost - bound));
                } else {
                    double error = network.error(candidate);
                    found.add(new double[] {error, cost});
                    method.observe(new Observation(candidate, List.of(error, cost), 0));
                }
            }
        }
        return Hypervolume.share(found, new double[] {.9, 1});
    }
}

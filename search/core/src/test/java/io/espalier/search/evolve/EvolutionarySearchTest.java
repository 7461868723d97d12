package io.espalier.search.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.espalier.search.method.Observation;
import io.espalier.search.method.RandomSearch;
import io.espalier.search.method.SearchMethod;
import io.espalier.search.method.SearchMethodContract;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.objective.Hypervolume;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvolutionarySearchTest implements SearchMethodContract {
    private static final int EVALUATIONS = 200;
    private static final int SEEDS = 11;

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
            SearchProblem problem = new SearchProblem(space, List.of("accuracy", "latency"), EVALUATIONS, seed);
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
        SearchProblem problem = new SearchProblem(space, List.of("accuracy", "latency"), EVALUATIONS, 3);
        assertThat(hypervolume(new EvolutionarySearch(problem), network, .13)).isPositive();
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

package io.espalier.search.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyNetwork;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every search method promises. */
public interface SearchMethodContract {
    /** A bound on costs that the parent breaks. */
    double TIGHT = .95;

    SearchMethod start(SearchProblem problem);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void neverRepeatsAndExhaustsASmallSpace(long seed) {
        SearchSpace space = Spaces.of(3, 1);
        ToyNetwork network = new ToyNetwork(space, seed);
        SearchMethod method = start(problem(space, network, TIGHT, seed));
        Set<Candidate> seen = new HashSet<>();
        List<Candidate> batch = method.propose(7);
        while (!batch.isEmpty()) {
            for (Candidate candidate : batch) {
                assertThat(seen.add(space.checked(candidate))).isTrue();
                method.observe(observation(network, TIGHT, candidate));
            }
            batch = method.propose(7);
        }
        assertThat(seen).hasSize((int) space.candidates());
    }

    @ParameterizedTest(name = "costs up to {0}")
    @ValueSource(doubles = {TIGHT, 1})
    default void theSameObservationsGiveTheSameProposals(double bound) {
        SearchSpace space = Spaces.of(5, 6);
        assertThat(run(space, bound, 4, 160)).isEqualTo(run(space, bound, 4, 160));
        assertThat(run(space, bound, 4, 160)).isNotEqualTo(run(space, bound, 5, 160));
    }

    /** Proposals of a run that stops after {@code count}. */
    private List<Candidate> run(SearchSpace space, double bound, long seed, int count) {
        ToyNetwork network = new ToyNetwork(space, 9);
        SearchMethod method = start(problem(space, network, bound, seed));
        List<Candidate> all = new ArrayList<>();
        while (all.size() < count) {
            for (Candidate candidate : method.propose(16)) {
                all.add(candidate);
                method.observe(observation(network, bound, candidate));
            }
        }
        return all;
    }

    private static SearchProblem problem(SearchSpace space, ToyNetwork network, double bound, long seed) {
        return new SearchProblem(
                space,
                List.of("accuracy", "latency"),
                candidate -> network.price(candidate, bound),
                error -> 0,
                160,
                seed);
    }

    private static Observation observation(ToyNetwork network, double bound, Candidate candidate) {
        Price price = network.price(candidate, bound);
        return price.violation() > 0
                ? new Observation(candidate, List.of(), price.violation())
                : new Observation(candidate, List.of(network.error(candidate), network.cost(candidate)), 0);
    }
}

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every search method promises. */
public interface SearchMethodContract {
    SearchMethod start(SearchProblem problem);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void neverRepeatsAndExhaustsASmallSpace(long seed) {
        SearchSpace space = Spaces.of(3, 1);
        SearchMethod method = start(problem(space, seed));
        ToyNetwork network = new ToyNetwork(space, seed);
        Set<Candidate> seen = new HashSet<>();
        List<Candidate> batch = method.propose(7);
        while (!batch.isEmpty()) {
            for (Candidate candidate : batch) {
                assertThat(seen.add(space.checked(candidate))).isTrue();
                method.observe(observation(network, candidate));
            }
            batch = method.propose(7);
        }
        assertThat(seen).hasSize((int) space.candidates());
    }

    @Test
    default void theSameObservationsGiveTheSameProposals() {
        SearchSpace space = Spaces.of(5, 6);
        assertThat(run(space, 4, 160)).isEqualTo(run(space, 4, 160));
        assertThat(run(space, 4, 160)).isNotEqualTo(run(space, 5, 160));
    }

    /** Proposals of a run that stops after {@code count}. */
    private List<Candidate> run(SearchSpace space, long seed, int count) {
        SearchMethod method = start(problem(space, seed));
        ToyNetwork network = new ToyNetwork(space, 9);
        List<Candidate> all = new ArrayList<>();
        while (all.size() < count) {
            for (Candidate candidate : method.propose(16)) {
                all.add(candidate);
                method.observe(observation(network, candidate));
            }
        }
        return all;
    }

    private static SearchProblem problem(SearchSpace space, long seed) {
        return new SearchProblem(space, List.of("accuracy", "latency"), 160, seed);
    }

    private static Observation observation(ToyNetwork network, Candidate candidate) {
        double cost = network.cost(candidate);
        return cost > .95
                ? new Observation(candidate, List.of(), cost - .95)
                : new Observation(candidate, List.of(network.error(candidate), cost), 0);
    }
}

package io.espalier.search.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.method.Observation;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.method.SingleCuts;
import io.espalier.search.method.SumOfCuts;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyNetwork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialDesignTest {
    private static final double HOPELESS = .7;

    private final SearchSpace space = Spaces.of(8, 12);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void greedyCutsThatPromiseNothingAreLeftOut(long seed) {
        ToyNetwork network = new ToyNetwork(space, seed);
        Map<Candidate, Observation> singles = new HashMap<>();
        new SingleCuts(space).candidates().forEach(one -> singles.put(one, observation(network, one)));
        SumOfCuts sums = SumOfCuts.of(space, singles).orElseThrow();
        Predicate<Candidate> isHopeless = one -> sums.leastError(one) > HOPELESS;
        Set<Candidate> greedy = new HashSet<>(new GreedyCuts(space, singles, new SplittableRandom(seed)).candidates());
        greedy.removeAll(singles.keySet());

        Set<Candidate> design = design(network, seed);

        assertThat(greedy).anyMatch(isHopeless);
        Set<Candidate> drawn = new HashSet<>(greedy);
        drawn.retainAll(design);
        Set<Candidate> promising = new HashSet<>(greedy);
        promising.removeIf(isHopeless);
        assertThat(drawn).isNotEmpty().isEqualTo(promising);
    }

    /** All that the design hands out. */
    private Set<Candidate> design(ToyNetwork network, long seed) {
        InitialDesign design = new InitialDesign(new SearchProblem(
                space,
                List.of("accuracy", "latency"),
                candidate -> network.price(candidate, Double.MAX_VALUE),
                error -> Math.max(0, error - HOPELESS),
                1000,
                seed));
        Set<Candidate> drawn = new LinkedHashSet<>();
        Map<Candidate, Observation> observed = new HashMap<>();
        Optional<Candidate> next = design.next(observed);
        while (next.isPresent()) {
            Candidate candidate = next.get();
            assertThat(drawn.add(candidate)).as("drawn once").isTrue();
            observed.put(candidate, observation(network, candidate));
            next = design.next(observed);
        }
        return drawn;
    }

    private static Observation observation(ToyNetwork network, Candidate candidate) {
        return new Observation(candidate, List.of(network.error(candidate), network.cost(candidate)), 0);
    }
}

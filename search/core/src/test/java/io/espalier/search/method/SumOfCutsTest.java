package io.espalier.search.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import io.espalier.search.testing.ToyNetwork;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumOfCutsTest {
    /** A block, and a group of 8 that goes with it. */
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new Decision.RemoveBlock("b"),
            new Decision.Width("g", List.of(2, 4, 6, 8), Set.of("b")),
            new Decision.ModelPrecision(List.of(Precision.INT8, Precision.FP32))));

    private static Map<Candidate, Observation> observed(SearchSpace space, ToDoubleFunction<Candidate> error) {
        Map<Candidate, Observation> observed = new HashMap<>();
        new SingleCuts(space)
                .candidates()
                .forEach(one -> observed.put(one, new Observation(one, List.of(error.applyAsDouble(one), 1.0), 0)));
        return observed;
    }

    private static SumOfCuts sums() {
        Map<Candidate, Double> errors = Map.of(
                Candidate.of(1, 3, 0), .10,
                Candidate.of(1, 3, 1), .09,
                Candidate.of(0, 3, 0), .30,
                Candidate.of(1, 1, 0), .14);
        return SumOfCuts.of(SPACE, observed(SPACE, one -> errors.getOrDefault(one, .9)))
                .orElseThrow();
    }

    @Test
    void addsWhatSingleCutsLose() {
        assertThat(sums().lost(Candidate.of(1, 3, 0))).isZero();
        assertThat(sums().lost(Candidate.of(1, 1, 0))).isCloseTo(.04, within(1e-9));
        assertThat(sums().lost(Candidate.of(1, 1, 1))).isCloseTo(.03, within(1e-9));
    }

    @Test
    void losesAsTheSquareOfWhatAGroupLoses() {
        assertThat(sums().lost(Candidate.of(1, 2, 0))).isCloseTo(.01, within(1e-9));
        assertThat(sums().lost(Candidate.of(1, 0, 0))).isCloseTo(.09, within(1e-9));
    }

    @Test
    void leavesOutWhatGoesWithABlock() {
        assertThat(sums().lost(Candidate.of(0, 0, 0))).isCloseTo(.20, within(1e-9));
    }

    @Test
    void isUnknownWhereASingleCutWasNotEvaluated() {
        Map<Candidate, Observation> observed = observed(SPACE, one -> .5);
        Candidate missing = Candidate.of(0, 3, 0);
        observed.put(missing, new Observation(missing, List.of(), 1));
        assertThat(SumOfCuts.of(SPACE, observed)).isEmpty();
    }

    /** Losses there multiply, and those of neighbours more than that. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ordersNetworksWhoseLossesDoNotAdd(long seed) {
        SearchSpace space = Spaces.of(6, 8);
        ToyNetwork network = new ToyNetwork(space, seed);
        SumOfCuts sums = SumOfCuts.of(space, observed(space, network::error)).orElseThrow();
        SplittableRandom random = new SplittableRandom(seed);
        double[] guesses = new double[60];
        double[] errors = new double[guesses.length];
        for (int i = 0; i < guesses.length; i++) {
            Candidate candidate = space.candidate(decision -> {
                int last = space.decisions().get(decision).alternatives() - 1;
                return random.nextInt(3) == 0 ? random.nextInt(last + 1) : last;
            });
            guesses[i] = sums.lost(candidate);
            errors[i] = network.error(candidate);
        }
        assertThat(orderedAlike(guesses, errors)).isGreaterThan(.85);
    }

    /** Share of pairs. */
    private static double orderedAlike(double[] one, double[] other) {
        int alike = 0;
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < i; j++) {
                alike += (one[i] - one[j]) * (other[i] - other[j]) > 0 ? 1 : 0;
            }
        }
        return alike / (one.length * (one.length - 1) / 2.0);
    }
}

package io.espalier.search.evolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.method.Observation;
import io.espalier.search.method.Price;
import io.espalier.search.method.SearchProblem;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.testing.Spaces;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitnessTest {
    private static final SearchSpace SPACE = Spaces.of(2, 2);
    private static final SearchProblem PROBLEM = new SearchProblem(
            SPACE, List.of("accuracy", "latency"), candidate -> Price.NONE, error -> Math.max(0, error - .7), 10, 1);

    private static Fitness of(double error, double cost) {
        return Fitness.of(new Observation(SPACE.largest(), List.of(error, cost), 0), PROBLEM);
    }

    @Test
    void whatPromisesNothingLosesHoweverLittleItCosts() {
        assertThat(of(.3, .9).dominance(of(.8, .1))).isPositive();
        assertThat(of(.3, .9).dominance(of(.6, .1))).isZero();
        assertThat(of(.75, .9).dominance(of(.8, .1))).isPositive();
    }

    @Test
    void whatWasNotEvaluatedIsJudgedByItsViolationAlone() {
        Fitness tooDear = Fitness.of(new Observation(SPACE.largest(), List.of(), .2), PROBLEM);
        assertThat(tooDear.violation()).isEqualTo(.2);
    }
}

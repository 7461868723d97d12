package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuningPlanTest {

    /** Law: what is planned fits into the time. */
    @ParameterizedTest(name = "{0} s")
    @ValueSource(doubles = {10, 60, 300, 1500, 4000})
    void fitsIntoTheTime(double seconds) {
        TuningPlan plan = TuningPlan.ofTime(seconds, .05, .2);
        double steps = plan.contenders() * plan.briefSteps() + (double) plan.finalists() * plan.steps();
        assertThat(steps * .05 + .2 * plan.contenders()).isBetween(.9 * seconds, 1.02 * seconds);
    }

    @Test
    void threeContendersForEachPlaceTrainAnEighthOfTheStepsAtMost() {
        TuningPlan plan = TuningPlan.ofTime(1500, .05, 0);
        assertThat(plan.contenders()).isEqualTo(3 * plan.finalists());
        assertThat(plan.briefSteps()).isBetween(plan.steps() / 12, plan.steps() / 8);
    }

    @Test
    void whereATrainingWouldBeTooShortToTellNobodyContends() {
        TuningPlan plan = TuningPlan.ofTime(20, .05, 0);
        assertThat(plan.contenders()).isZero();
        assertThat(plan.finalists() * plan.steps()).isBetween(380, 420);
    }

    @Test
    void followsFromTheBudgetAlone() {
        assertThat(TuningPlan.ofBudget(16)).isEqualTo(new TuningPlan(0, 0, 4, 64));
        assertThat(TuningPlan.ofBudget(100)).isEqualTo(new TuningPlan(30, 44, 10, 400));
    }
}

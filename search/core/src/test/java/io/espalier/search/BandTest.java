package io.espalier.search;

import static io.espalier.search.testing.MadeUpTrials.answering;
import static io.espalier.search.testing.MadeUpTrials.evaluated;
import static io.espalier.search.testing.MadeUpTrials.goals;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.evaluate.Evaluated;
import java.util.List;
import org.junit.jupiter.api.Test;

class BandTest {

    private static boolean holds(Evaluated one, Evaluated... others) {
        List<Evaluated> all = new java.util.ArrayList<>(List.of(others));
        all.add(one);
        return new Band(goals(), all).holds(all.size() - 1);
    }

    private static float[] answers(int right, int of) {
        float[] answers = new float[of];
        java.util.Arrays.fill(answers, 0, right, 1);
        return answers;
    }

    @Test
    void holdsWhoIsWithinAStandardError() {
        Evaluated best = evaluated(1, .5, .8, false);
        assertThat(holds(best)).isTrue();
        assertThat(holds(evaluated(2, .6, .795, false), best)).isTrue();
        assertThat(holds(evaluated(2, .6, .785, false), best)).isFalse();
        assertThat(holds(evaluated(2, .4, .5, false), best)).isTrue();
    }

    /** Three of a thousand images more, and right about all the others: no chance, though far below a standard error of either. */
    @Test
    void knowsWhatIsNoChance() {
        Evaluated best = answering(1, .5, answers(803, 1000));
        assertThat(holds(answering(2, .6, answers(800, 1000)), best)).isFalse();
    }

    /** As many images apart, but right about others. */
    @Test
    void knowsWhatMayBeChance() {
        float[] other = new float[1000];
        java.util.Arrays.fill(other, 100, 900, 1);
        Evaluated best = answering(1, .5, answers(803, 1000));
        assertThat(holds(answering(2, .6, other), best)).isTrue();
    }
}

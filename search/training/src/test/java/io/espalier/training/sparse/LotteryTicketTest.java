package io.espalier.training.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.training.Optimizer;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.sparse.LotteryTicket.Dense;
import io.espalier.training.sparse.LotteryTicket.Rewinding;
import io.espalier.training.sparse.LotteryTicket.Ticket;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LotteryTicketTest {
    private static final int STEPS = 40;
    private static final int REWIND = 10;

    private final LinearTraining engine = new LinearTraining();
    private final TrainingRequest whole =
            LinearTraining.request(LinearNetwork.model(1), STEPS, new Optimizer.Sgd(0, false, 0));
    private final LotteryTicket lottery = new LotteryTicket(engine, whole, REWIND, new MaskRule.GlobalMagnitude());

    private static float[] values(Weights weights) {
        return weights.get(LinearNetwork.WEIGHT).floats();
    }

    @Test
    void theDenseTrainingIsTheWholeOneInTwoParts() {
        Dense dense = lottery.dense(TrainingListener.NONE);

        Model inOne = engine.train(whole, TrainingListener.NONE).model();
        assertThat(dense.trained().weights().sha256()).isEqualTo(inOne.weights().sha256());
        assertThat(values(dense.early())).isEqualTo(engine.trained.get(2).seen.get(REWIND));
    }

    @ParameterizedTest
    @EnumSource
    void everyRoundBeginsWhereItIsRewoundToAndKeepsWithinTheRoundBefore(Rewinding rewinding) {
        Dense dense = lottery.dense(TrainingListener.NONE);
        List<Ticket> tickets = lottery.tickets(dense, rewinding, List.of(.25, .5, .75), TrainingListener.NONE);

        Weights before = dense.trained().weights();
        for (int round = 0; round < 3; round++) {
            Ticket ticket = tickets.get(round);
            Weights start = rewinding == Rewinding.WEIGHTS ? dense.early() : before;
            LinearNetwork network = engine.trained.get(2 + round);
            assertThat(network.seen).hasSize(STEPS - REWIND);
            assertThat(network.seen.get(0)).isEqualTo(values(ticket.masks().apply(start)));
            assertThat(ticket.masks().kept()).isEqualTo(36 - 12 * round);
            assertThat(WeightMasks.ofNonZero(
                                    ticket.trained().weights(), ticket.masks().names())
                            .isWithin(ticket.masks()))
                    .isTrue();
            before = ticket.trained().weights();
        }
        assertThat(tickets.get(2).masks().isWithin(tickets.get(1).masks())).isTrue();
        assertThat(tickets.get(1).masks().isWithin(tickets.get(0).masks())).isTrue();
        assertThat(engine.requests.get(4).batches().batch(0).examples())
                .isEqualTo(whole.batches().batch(REWIND).examples());
        assertThat(engine.requests.get(4).schedule().learningRate(0))
                .isEqualTo(whole.schedule().learningRate(REWIND));
    }

    @Test
    void theControlTrainsOtherFreshWeightsFromTheFirstStep() {
        Dense dense = lottery.dense(TrainingListener.NONE);
        WeightMasks masks = lottery.masks(dense.trained(), .5);
        Weights fresh = LinearNetwork.model(2).weights();

        lottery.reinitialized(fresh, masks, TrainingListener.NONE);

        assertThat(engine.trained.get(2).seen).hasSize(STEPS);
        assertThat(engine.trained.get(2).seen.get(0)).isEqualTo(values(masks.apply(fresh)));
    }

    @Test
    void fromTheFirstStepThereIsNoWayBack() {
        LotteryTicket fromFresh = new LotteryTicket(engine, whole, 0, new MaskRule.GlobalMagnitude());

        assertThat(values(fromFresh.dense(TrainingListener.NONE).early()))
                .isEqualTo(values(whole.model().weights()));
        assertThatThrownBy(() -> new LotteryTicket(engine, whole, STEPS, new MaskRule.GlobalMagnitude()))
                .hasMessage("The step to go back to (40) must be 0 to 39.");
    }
}

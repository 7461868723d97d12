package io.espalier.cost.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.testing.SharedFiles;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The public figures, made again: {@code docs/transfer.md}. */
class TransferTableIT {

    @Test
    void beatsHelpOnNasBench201() {
        List<TransferTable.Score> scores = TransferTable.scores(ChoiceTable.nasBench201(SharedFiles.path("tables")));
        assertThat(scores).hasSize(6);
        assertThat(mean(scores, TransferTable.Score::transfer))
                .isGreaterThan(.975)
                .isGreaterThan(mean(scores, TransferTable.Score::leastSquares))
                .isGreaterThan(mean(scores, TransferTable.Score::ridge));
        assertThat(scores).allSatisfy(score -> assertThat(score.transfer()).isGreaterThan(.95));
    }

    private static double mean(List<TransferTable.Score> scores, ToDoubleFunction<TransferTable.Score> part) {
        return scores.stream().mapToDouble(part).average().orElseThrow();
    }
}

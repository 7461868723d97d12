package io.espalier.search.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.testing.SyntheticImages;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.ChannelMoments;
import io.espalier.zoo.transform.StandIn;
import io.espalier.zoo.transform.StandIns;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatisticsCorrectionIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    /** A stem and a residual block, both with normalizations. */
    private static Model model() {
        NetworkBuilder net = new NetworkBuilder(5, 17);
        String stem = net.relu(normalized(net, "stem", net.input(3, 16, 16), 3));
        String inner = net.relu(normalized(net, "conv1", stem, 16));
        return net.build(net.classifier(net.relu(net.add(normalized(net, "conv2", inner, 16), stem)), 16, 10));
    }

    private static String normalized(NetworkBuilder net, String name, String input, int channels) {
        return net.batchNorm(name + ".norm", net.convolution(name, input, channels, 16, 3, 1, 1), 16);
    }

    @Test
    void theConvolutionBeforeARemovedBlockGivesTheMeansOfBoth() {
        Parent parent = Parent.of(model(), "hash", Importance.of("l1", 3));
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        EvaluationData data =
                EvaluationData.of(SyntheticImages.splits(), parent.model().graph(), 3);
        StandIns standIns = StandIns.of(parent.model().graph());
        StandIn standIn = standIns.all().get(0);
        Recipe recipe = Recipe.of(standIn.blocks(), Map.of(), Map.of());

        Model corrected = new StatisticsCorrection(assembler, runtime, data, 1)
                .correct(assembler.cut(recipe), recipe, Correction.Origin.parent(parent.model()));

        ActivationStatistics ofParent = statistics(parent.model(), standIns, data);
        ChannelMoments alone = ofParent.known(standIn.convolution());
        ChannelMoments both = ofParent.without(List.of(standIn)).known(standIn.convolution());
        ChannelMoments actual = statistics(corrected, StandIns.NONE, data).known(standIn.convolution());
        double apart = 0;
        for (int channel = 0; channel < both.channels(); channel++) {
            assertThat(actual.mean(channel))
                    .isCloseTo(both.mean(channel), within(1e-3 * Math.max(both.deviation(channel), 1e-2)));
            apart += Math.abs(both.mean(channel) - alone.mean(channel));
        }
        assertThat(apart / both.channels()).as("what the block adds to a mean").isGreaterThan(.01);
    }

    private ActivationStatistics statistics(Model model, StandIns standIns, EvaluationData data) {
        return ActivationStatistics.of(model, standIns, data.calibration().feeds(), runtime, 1);
    }
}

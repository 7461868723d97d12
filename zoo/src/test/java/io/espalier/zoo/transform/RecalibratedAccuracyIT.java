package io.espalier.zoo.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.prune.Pruner;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.prune.PruningPlans;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.CifarImages;
import io.espalier.zoo.testing.SharedFiles;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Real networks on real images: what correcting the statistics gives back. */
class RecalibratedAccuracyIT {
    private static final double[] IMAGENET_MEAN = {0.485, 0.456, 0.406};
    private static final double[] IMAGENET_STD = {0.229, 0.224, 0.225};
    private static final double[] CIFAR_MEAN = {0.4914, 0.4822, 0.4465};
    private static final double[] CIFAR_STD = {0.247, 0.2435, 0.2616};

    private final InferenceRuntime runtime = OnnxRuntime.open();

    private double accuracy(Model model, CifarImages images) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            return images.accuracy(session, 4, 250);
        }
    }

    @Test
    void halfTheMacsOfAFoldedResNet() {
        Model parent = OnnxReader.read(SharedFiles.path("models/resnet20-cifar10.onnx"));
        CifarImages fit = CifarImages.of("data_batch_1.bin", IMAGENET_MEAN, IMAGENET_STD);
        CifarImages test = CifarImages.of("test_batch.bin", IMAGENET_MEAN, IMAGENET_STD);
        List<Map<String, Tensor>> batches = fit.batches(4, 128);
        ActivationStatistics statistics = ActivationStatistics.of(parent, batches, runtime, 1);
        ChannelGroups groups = ChannelGroups.of(parent.graph());
        Map<String, double[]> scores = PruningPlans.scores(parent, groups, Importance.of("l1", 1));
        PruningPlan plan = PruningPlans.macs(groups, scores, 0.5, PruningPlans.Ranking.UNIFORM);
        Pruner pruner = Pruner.of(groups);
        Model cut = pruner.model(parent.weights(), plan);

        Model corrected = Recalibration.recalibrate(cut, statistics, pruner.keptOutputs(plan), batches, runtime, 1);

        assertThat(accuracy(cut, test)).isLessThan(0.3);
        assertThat(accuracy(corrected, test)).isGreaterThan(0.35);
    }

    @Test
    void blocksOfAResNetWithNormalizations() {
        Model parent = OnnxReader.read(SharedFiles.path("models/resnet20h-cifar10.onnx"));
        CifarImages fit = CifarImages.of("data_batch_1.bin", CIFAR_MEAN, CIFAR_STD);
        CifarImages test = CifarImages.of("test_batch.bin", CIFAR_MEAN, CIFAR_STD);
        List<Map<String, Tensor>> batches = fit.batches(4, 128);
        ActivationStatistics statistics = ActivationStatistics.of(parent, batches, runtime, 1);
        List<ResidualBlock> blocks = ResidualBlocks.of(parent.graph());
        Model cut = BlockRemoval.remove(
                parent,
                List.of(blocks.get(4).id(), blocks.get(5).id(), blocks.get(1).id()));

        Model corrected = Recalibration.recalibrate(cut, statistics, Map.of(), batches, runtime, 1);
        Model folded = ExportForm.of(corrected);
        Model foldedFirst = Recalibration.recalibrate(
                ExportForm.of(cut),
                ActivationStatistics.of(ExportForm.of(parent), batches, runtime, 1),
                Map.of(),
                batches,
                runtime,
                1);

        assertThat(accuracy(folded, test)).isEqualTo(accuracy(corrected, test));
        assertThat(accuracy(foldedFirst, test)).isGreaterThan(0.80);
        assertThat(accuracy(corrected, test)).isGreaterThan(0.82);
    }
}

package io.espalier.app.finetune;

import io.espalier.app.data.ModelData;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.ActivationHistograms;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.BatchNormInsertion;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FakeQuantization;
import io.espalier.zoo.transform.IntegerForm;
import io.espalier.zoo.transform.KernelPrecisions;
import io.espalier.zoo.transform.ScaleRule;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.function.Function;

/** A network to be rounded to few bits: at once, or with training. */
final class QuantizedNetwork {
    /** All activations of one batch are in memory together. */
    private static final int BATCH = 16;

    private final Model exported;
    private final Function<Node, Precision> precision;
    private final ActivationHistograms histograms;
    private final ScaleRule scales;
    private final Iterable<Map<String, Tensor>> feeds;
    private final InferenceRuntime runtime;
    private final int threads;

    /** @param examples to calibrate on */
    QuantizedNetwork(ModelData data, Quantizing goal, Examples examples, InferenceRuntime runtime, int threads) {
        this.runtime = runtime;
        this.threads = threads;
        scales = goal.scales();
        exported = ExportForm.of(data.model().model());
        precision = KernelPrecisions.of(exported.graph(), goal.inner(), goal.ends());
        feeds = Batches.of(examples, data.batch(BATCH)).feeds();
        histograms = ActivationHistograms.collect(exported, feeds, runtime, threads);
    }

    /** Rounded as it is, without training. */
    Model rounded() {
        return IntegerForm.of(FakeQuantization.insert(exported, exported.graph(), precision, histograms, scales));
    }

    /** To be trained, with batch normalizations behind its convolutions. */
    Model trainable() {
        ActivationStatistics statistics = ActivationStatistics.of(exported, feeds, runtime, threads);
        return FakeQuantization.insert(
                BatchNormInsertion.insert(exported, statistics), exported.graph(), precision, histograms, scales);
    }
}

package io.espalier.app.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.search.evaluate.Correction;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.RepairCorrection;
import io.espalier.search.evaluate.StatisticsCorrection;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.training.data.Batches;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.ResidualBlock;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a search makes of a trained network without a block, before any training. */
class RemovedBlockIT {
    private final InferenceRuntime runtime = OnnxRuntime.open();

    @Test
    void theLayerBeforeItTakesOverAPart() {
        ModelFile file = ModelFile.of(ModelFile.BUILT_IN, Path.of(""));
        ModelData opened = ModelData.open(file, DataRequest.of("shapes"), Map.of(), Path.of(""));
        EvaluationData data = EvaluationData.of(opened.splits(), file.model().graph(), 1);
        Parent parent = Parent.of(file.model(), file.sha256(), Importance.of("l1", 1));
        Assembler assembler = new Assembler(parent, AxisDivisors.NONE);
        StatisticsCorrection recalibration = new StatisticsCorrection(assembler, runtime, data, 1);
        Correction repair = new RepairCorrection(assembler, runtime, data, 1, recalibration);
        List<String> blocks = parent.blocks().stream()
                .filter(ResidualBlock::removable)
                .map(ResidualBlock::id)
                .toList();
        Recipe recipe = Recipe.of(blocks, Map.of(), Map.of());
        Correction.Origin origin = new Correction.Origin(parent.model(), Recipe.PARENT);
        Model cut = assembler.cut(recipe);

        double recalibrated = distance(parent.model(), recalibration.correct(cut, recipe, origin), data);
        double repaired = distance(parent.model(), repair.correct(cut, recipe, origin), data);

        assertThat(repaired).isLessThan(.8 * recalibrated);
    }

    /** Mean square of what the outputs differ by, on images that nothing was fitted to. */
    private double distance(Model parent, Model other, EvaluationData data) {
        double squares = 0;
        long count = 0;
        Batches batches = data.subset().batches();
        try (InferenceSession whole = runtime.open(parent, SessionOptions.of(1));
                InferenceSession cut = runtime.open(other, SessionOptions.of(1))) {
            for (Map<String, Tensor> feeds : batches.feeds()) {
                float[] wanted = whole.run(feeds).values().iterator().next().floats();
                float[] actual = cut.run(feeds).values().iterator().next().floats();
                for (int i = 0; i < wanted.length; i++) {
                    squares += (actual[i] - wanted[i]) * (actual[i] - wanted[i]);
                }
                count += wanted.length;
            }
        }
        return squares / count;
    }
}

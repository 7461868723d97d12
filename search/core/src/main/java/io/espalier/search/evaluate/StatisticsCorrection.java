package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.BatchNormInsertion;
import io.espalier.zoo.transform.Recalibration;
import io.espalier.zoo.transform.StandIns;
import io.espalier.zoo.weights.Model;

/**
 * Brings the channels of a cut network back to the means and deviations that they have in the parent, by images of
 * <i>fit</i> that are the same for all.
 */
public final class StatisticsCorrection implements Correction {
    private final Assembler assembler;
    private final InferenceRuntime runtime;
    private final EvaluationData data;
    private final int threads;
    private final StandIns standIns;
    private final ActivationStatistics ofParent;

    /** Measures the parent once. @param threads inside one inference */
    public StatisticsCorrection(Assembler assembler, InferenceRuntime runtime, EvaluationData data, int threads) {
        this.assembler = assembler;
        this.runtime = runtime;
        this.data = data;
        this.threads = threads;
        Model parent = assembler.parent().model();
        this.standIns = StandIns.of(parent.graph());
        this.ofParent =
                ActivationStatistics.of(parent, standIns, data.calibration().feeds(), runtime, threads);
    }

    @Override
    public String settings() {
        return "recalibration";
    }

    @Override
    public Model correct(Model cut, Recipe recipe, Origin origin) {
        if (recipe.isWhole()) {
            return cut;
        }
        ActivationStatistics target =
                ofParent.without(standIns.without(recipe.removedBlocks()).values());
        return Recalibration.recalibrate(
                cut, target, assembler.keptOutputs(recipe), data.calibration().feeds(), runtime, threads);
    }

    /** {@code model} with batch normalizations as the identity, ready to be trained. */
    public Model trainable(Model model) {
        return BatchNormInsertion.insert(model, statistics(model));
    }

    private ActivationStatistics statistics(Model model) {
        return ActivationStatistics.of(model, data.calibration().feeds(), runtime, threads);
    }
}

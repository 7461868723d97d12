package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.repair.InputProducts;
import io.espalier.zoo.repair.Repair;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.StandIns;
import io.espalier.zoo.weights.Model;

/**
 * Repairs each layer that lost inputs, and each that can stand in for removed blocks, in closed form, by images of
 * <i>fit</i> that are the same for all, before another correction. What the parent's layers read is measured once.
 */
public final class RepairCorrection implements Correction {
    private static final long SEED = 0;

    private final Assembler assembler;
    private final InferenceRuntime runtime;
    private final EvaluationData data;
    private final int threads;
    private final Correction next;
    private final InputProducts ofParent;

    /** Measures the parent once. @param threads inside one inference */
    public RepairCorrection(
            Assembler assembler, InferenceRuntime runtime, EvaluationData data, int threads, Correction next) {
        this.assembler = assembler;
        this.runtime = runtime;
        this.data = data;
        this.threads = threads;
        this.next = next;
        this.ofParent = products(assembler.parent().model());
    }

    @Override
    public String settings() {
        return "repair with stand-ins, " + next.settings();
    }

    @Override
    public Model correct(Model cut, Recipe recipe, Origin origin) {
        if (recipe.cut().equals(origin.recipe().cut())) {
            return next.correct(cut, recipe, origin);
        }
        InputProducts products = origin.recipe().isWhole() ? ofParent : products(origin.model());
        Model repaired = Repair.repair(
                cut, origin.model(), assembler.kept(recipe, origin.recipe()), recipe.removedBlocks(), products);
        return next.correct(repaired, recipe, origin);
    }

    private InputProducts products(Model model) {
        return InputProducts.collect(
                model,
                assembler.parent().groups(),
                StandIns.of(model.graph()),
                data.calibration().feeds(),
                runtime,
                threads,
                SEED);
    }
}

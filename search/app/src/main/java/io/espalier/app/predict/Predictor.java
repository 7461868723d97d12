package io.espalier.app.predict;

import io.espalier.app.ModelFile;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.DefaultCostQuery;
import io.espalier.cost.shipped.ShippedCosts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FloatForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prices models with one profile. Thread-safe. */
public final class Predictor {
    private final HardwareProfile profile;
    private final List<CostModel> costs;

    /** A model and what the user calls it. */
    public record Named(String name, ModelFile file) {
        /** {@code int8} when some of its activations are integers. */
        Precision precision() {
            return file.isQuantized() ? Precision.INT8 : Precision.FP32;
        }
    }

    private Predictor(HardwareProfile profile, OptionalDouble pricePerHour) {
        this.profile = profile;
        costs = new ArrayList<>(ShippedCosts.profileModels(profile, pricePerHour, name -> true));
        costs.addAll(ShippedCosts.structureModels(profile.batch(), name -> true));
    }

    /** @param pricePerHour what the machine costs an hour; empty: no price is predicted */
    public static Predictor of(HardwareProfile profile, OptionalDouble pricePerHour) {
        return new Predictor(profile, pricePerHour);
    }

    /**
     * What the models would cost: first the latency of each, then all other costs, cost by cost; the kernels of a
     * quantized (QDQ) file are priced as int8.
     *
     * @throws InvalidProfileException when the profile cannot price a kernel of one
     */
    public List<Prediction> predict(List<Named> models) {
        List<CostQuery> queries = models.stream()
                .map(model -> query(model.file().model().graph()))
                .toList();
        List<Prediction> predictions = new ArrayList<>();
        for (CostModel cost : costs) {
            for (int i = 0; i < queries.size(); i++) {
                predictions.add(predict(models.get(i), queries.get(i), cost));
            }
        }
        return predictions;
    }

    private Prediction predict(Named model, CostQuery query, CostModel cost) {
        try {
            return Prediction.of(
                    model.name(), profile.id().toString(), model.precision().toString(), cost.estimate(query));
        } catch (InvalidProfileException e) {
            throw new InvalidProfileException("The model (%s): %s".formatted(model.name(), e.getMessage()), e);
        }
    }

    private CostQuery query(ModelGraph graph) {
        FloatForm floats = FloatForm.of(graph);
        ModelGraph exported = ExportForm.of(floats.graph());
        return DefaultCostQuery.of(
                exported, ShapeInference.infer(exported), floats::precision, List.of(profile), Optional.empty());
    }
}

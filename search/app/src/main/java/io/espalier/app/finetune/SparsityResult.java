package io.espalier.app.finetune;

import io.espalier.training.sparse.Sparsification;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import java.util.List;

/**
 * How many weights of convolutions and dense layers are 0.
 *
 * @param sparsity share of zeros, 0 to 1
 * @param weights how many there are
 * @param nonZero how many are not 0
 */
public record SparsityResult(double sparsity, long weights, long nonZero, List<Layer> layers) {
    public SparsityResult {
        layers = List.copyOf(layers);
    }

    /** One weight by its name. */
    public record Layer(String weight, double sparsity, int weights) {}

    static SparsityResult of(Model model) {
        WeightMasks masks = Sparsification.zeros(model);
        return new SparsityResult(
                masks.sparsity(),
                masks.elements(),
                masks.kept(),
                masks.names().stream()
                        .map(name -> new Layer(name, masks.sparsity(name), masks.elements(name)))
                        .toList());
    }
}

package io.espalier.training.transfer;

import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that took over the weights of another one as far as names and shapes agree: what is left of a cut, or a body
 * that gets another head. Weights of floating point only: integers of one network mean nothing with another's scales.
 *
 * @param model the target with the numbers of its source
 * @param copied names, in the order of the target
 * @param left what kept its numbers and why, in the order of the target
 */
public record CopiedWeights(Model model, List<String> copied, List<String> left) {
    public CopiedWeights {
        copied = List.copyOf(copied);
        left = List.copyOf(left);
    }

    /** Copies what fits; that may be nothing. */
    public static CopiedWeights of(Model target, Model source) {
        Map<String, Tensor> taken = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        target.graph().weights().forEach((name, type) -> {
            TensorType offered = source.graph().weights().get(name);
            if (!type.dataType().isFloatingPoint()) {
                left.add("%s (%s)".formatted(name, type.dataType()));
            } else if (offered == null) {
                left.add("%s (none of that name)".formatted(name));
            } else if (!offered.equals(type)) {
                left.add("%s (%s%s, not %s%s)"
                        .formatted(name, offered.dataType(), offered.shape(), type.dataType(), type.shape()));
            } else {
                taken.put(name, source.weights().get(name));
            }
        });
        Model model = new Model(target.graph(), target.weights().with(taken));
        return new CopiedWeights(model, List.copyOf(taken.keySet()), left);
    }
}

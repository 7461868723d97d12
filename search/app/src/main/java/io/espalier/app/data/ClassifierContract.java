package io.espalier.app.data;

import io.espalier.app.ModelFile;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import java.util.List;

/**
 * What a classifier reads: one input of images.
 *
 * @param input name of the image input
 * @param inputShape {@code [n, channels, height, width]}; sizes may be free
 */
public record ClassifierContract(String input, Shape inputShape) {
    private static final int IMAGE_RANK = 4;

    /** @throws UnsupportedFeatureException when the model is no classifier of images */
    public static ClassifierContract of(ModelFile model) {
        GraphValue input = input(model, model.model().graph().inputs());
        Shape shape = input.type().shape();
        if (shape.rank() != IMAGE_RANK || !input.type().dataType().isFloatingPoint()) {
            throw new UnsupportedFeatureException(
                    "The input (%s) of the model (%s) is %s %s, not a float image [n, channels, height, width].\nMaybe export the model without its pre-processing."
                            .formatted(input.name(), model.name(), input.type().dataType(), shape));
        }
        return new ClassifierContract(input.name(), shape);
    }

    private static GraphValue input(ModelFile model, List<GraphValue> inputs) {
        String named = model.card().map(ModelCard::input).map(ModelInput::name).orElse("");
        if (named.isEmpty() && inputs.size() == 1) {
            return inputs.get(0);
        }
        return inputs.stream()
                .filter(value -> value.name().equals(named))
                .findFirst()
                .orElseThrow(() -> new UnsupportedFeatureException(
                        "The model (%s) has the inputs %s; the image input that its card names is (%s).\nMaybe write its name as input.name into the model's card."
                                .formatted(
                                        model.name(),
                                        inputs.stream().map(GraphValue::name).toList(),
                                        named)));
    }
}

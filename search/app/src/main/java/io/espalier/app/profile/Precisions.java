package io.espalier.app.profile;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The precisions that networks can be written in, to be timed: their numbers do not matter. */
public final class Precisions {
    private static final Map<Precision, UnaryOperator<Model>> FORMS = forms();

    private Precisions() {}

    private static Map<Precision, UnaryOperator<Model>> forms() {
        Map<Precision, UnaryOperator<Model>> forms = new LinkedHashMap<>();
        forms.put(Precision.FP32, UnaryOperator.identity());
        forms.put(
                Precision.INT8,
                model -> QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph())));
        return forms;
    }

    /** How to make the form of each precision from an exported floating-point model. */
    static Map<Precision, UnaryOperator<Model>> all() {
        return FORMS;
    }

    /** Reads names such as {@code fp32}. @throws IllegalArgumentException when one is not to be had */
    public static List<Precision> parse(List<String> names) {
        List<Precision> precisions = new ArrayList<>();
        for (String name : names) {
            Precision precision = KernelKey.precision(name);
            if (!FORMS.containsKey(precision)) {
                throw new IllegalArgumentException(
                        "The precision (%s) cannot be measured.\nMaybe one of %s?".formatted(name, FORMS.keySet()));
            }
            if (!precisions.contains(precision)) {
                precisions.add(precision);
            }
        }
        return precisions;
    }
}

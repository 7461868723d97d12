package io.espalier.profile.measure;

import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How an exported floating-point model is written at each precision to be timed. What it computes does not matter, so the
 * ranges of 8-bit values are assumed.
 */
public final class TimedForms {
    private static final UnaryOperator<Model> EIGHT_BITS =
            model -> QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph()));

    private TimedForms() {}

    /** Floating point alone. */
    public static Map<Precision, UnaryOperator<Model>> floats() {
        return Map.of(Precision.FP32, UnaryOperator.identity());
    }

    /** Floating point, then 8 bits. */
    public static Map<Precision, UnaryOperator<Model>> all() {
        Map<Precision, UnaryOperator<Model>> forms = new LinkedHashMap<>(floats());
        forms.put(Precision.INT8, EIGHT_BITS);
        return Collections.unmodifiableMap(forms);
    }

    /** {@code exported} at {@code precision}. @throws IllegalArgumentException when there is no such form */
    public static Model of(Model exported, Precision precision) {
        UnaryOperator<Model> form = all().get(precision);
        if (form == null) {
            throw new IllegalArgumentException("A model cannot be timed at the precision (%s).".formatted(precision));
        }
        return form.apply(exported);
    }
}

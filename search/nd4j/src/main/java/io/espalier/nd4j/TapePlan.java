package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Form;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.transform.FakeQuantizer;
import io.espalier.zoo.transform.ScaleRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a training has to compute, from the structure of a network alone.
 *
 * @param inputs types at the batch, by name
 * @param outputs where they are computed, by name
 * @param zeros names of weights that must be 0: what images are padded with
 * @param quantizedWeights by the value that holds the rounded weight
 * @param scaleRule of all quantizers
 * @param forms of the inputs that are numbers with a fraction, and of every step's output
 * @param refusals what cannot be trained, a sentence a node; when there are any, the steps mean nothing
 */
record TapePlan(
        Map<String, TensorType> inputs,
        Map<String, View> outputs,
        List<Step> steps,
        List<String> zeros,
        Map<String, FakeQuantizer> quantizedWeights,
        ScaleRule scaleRule,
        Map<String, Form> forms,
        List<String> refusals) {
    TapePlan {
        inputs = Map.copyOf(inputs);
        outputs = new LinkedHashMap<>(outputs);
        steps = List.copyOf(steps);
        zeros = List.copyOf(zeros);
        quantizedWeights = Map.copyOf(quantizedWeights);
        forms = Map.copyOf(forms);
        refusals = List.copyOf(refusals);
    }
}

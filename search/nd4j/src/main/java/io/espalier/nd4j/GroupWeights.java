package io.espalier.nd4j;

import org.jspecify.annotations.Nullable;

/** The weight and bias of a convolution, cut by group along the output channels. */
record GroupWeights(
        Arena arena, Parameter weightParameter, @Nullable Parameter biasParameter, int groups) {

    NativeWeight weight(int group) {
        return slice(weightParameter, group);
    }

    @Nullable
    NativeWeight bias(int group) {
        return biasParameter == null ? null : slice(biasParameter, group);
    }

    private NativeWeight slice(Parameter parameter, int group) {
        int elements = parameter.value().length / groups;
        return new NativeWeight(arena, parameter, group * elements, elements);
    }
}

package io.espalier.nd4j;

import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;

/** Where the tape keeps an input of the network. Images are turned to channels last. */
final class TapeInput {
    private final String name;
    private final TensorType type;
    private final TapeValue value;
    private final float[] lastChannels;

    /** @param type with the batch */
    TapeInput(String name, TensorType type, TapeValue value) {
        this.name = name;
        this.type = type;
        this.value = value;
        lastChannels = new float[value.elements()];
    }

    /** @throws IllegalArgumentException when the batch has nothing that fits */
    void read(Map<String, Tensor> batch) {
        Tensor tensor = batch.get(name);
        if (tensor == null || !tensor.type().equals(type)) {
            throw new IllegalArgumentException("The input (%s) is %s %s, but the data has %s."
                    .formatted(name, type.dataType(), type.shape(), tensor == null ? "nothing for it" : tensor));
        }
        float[] first = tensor.floats();
        Size size = value.size();
        if (type.shape().rank() == 4 && size.channels() > 1 && size.pixels() > 1) {
            reorder(first);
            value.memory().floats().put(0, lastChannels);
        } else {
            value.memory().floats().put(0, first);
        }
    }

    private void reorder(float[] first) {
        int pixels = value.size().pixels();
        int channels = value.size().channels();
        for (int image = 0; image < value.batch(); image++) {
            int at = image * pixels * channels;
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    lastChannels[at + pixel * channels + channel] = first[at + channel * pixels + pixel];
                }
            }
        }
    }
}

package io.espalier.nd4j;

/** How a weight lies in a native array, against the ONNX file: converted only where training begins and ends. */
sealed interface WeightOrder {

    /** {@code order[i]}: the place in the file of what the native array holds at i. */
    int[] places();

    /** Numbers in the weight. */
    int elements();

    /** As in the file: {@code [out, in, k, k]} of a convolution, {@code [out, in]} of a matrix product, a vector. */
    record Same(int elements) implements WeightOrder {
        @Override
        public int[] places() {
            int[] order = new int[elements];
            for (int i = 0; i < elements; i++) {
                order[i] = i;
            }
            return order;
        }
    }

    /** A matrix {@code [in, out]} in the file, {@code [out, in]} in the array. */
    record Transposed(int in, int out) implements WeightOrder {
        @Override
        public int[] places() {
            int[] order = new int[in * out];
            for (int row = 0; row < out; row++) {
                for (int column = 0; column < in; column++) {
                    order[row * in + column] = column * out + row;
                }
            }
            return order;
        }

        @Override
        public int elements() {
            return in * out;
        }
    }

    /** {@code [channels · multiplier, 1, kernel]} in the file, {@code [kernel, channels · multiplier]} in the array. */
    record Depthwise(int outChannels, int kernel) implements WeightOrder {
        @Override
        public int[] places() {
            int[] order = new int[outChannels * kernel];
            for (int k = 0; k < kernel; k++) {
                for (int channel = 0; channel < outChannels; channel++) {
                    order[k * outChannels + channel] = channel * kernel + k;
                }
            }
            return order;
        }

        @Override
        public int elements() {
            return outChannels * kernel;
        }
    }

    /** {@code [out, in, kernel]} in the file, {@code [out, kernel, in]} in the array. */
    record Patches(int out, int in, int kernel) implements WeightOrder {
        @Override
        public int[] places() {
            int[] order = new int[elements()];
            int next = 0;
            for (int o = 0; o < out; o++) {
                for (int k = 0; k < kernel; k++) {
                    for (int i = 0; i < in; i++) {
                        order[next++] = (o * in + i) * kernel + k;
                    }
                }
            }
            return order;
        }

        @Override
        public int elements() {
            return out * in * kernel;
        }
    }

    /** {@code [groups · in, out, kernel]} in the file, {@code [groups, kernel, out, in]} in the array. */
    record TransposedPatches(int groups, int in, int out, int kernel) implements WeightOrder {
        @Override
        public int[] places() {
            int[] order = new int[elements()];
            int next = 0;
            for (int g = 0; g < groups; g++) {
                for (int k = 0; k < kernel; k++) {
                    for (int o = 0; o < out; o++) {
                        for (int i = 0; i < in; i++) {
                            order[next++] = ((g * in + i) * out + o) * kernel + k;
                        }
                    }
                }
            }
            return order;
        }

        @Override
        public int elements() {
            return groups * in * out * kernel;
        }
    }
}

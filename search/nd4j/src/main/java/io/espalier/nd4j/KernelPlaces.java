package io.espalier.nd4j;

import io.espalier.training.AxisPlaces;
import io.espalier.zoo.graph.Longs;

/**
 * Where a kernel of any number of dimensions lies, by axis.
 *
 * @param size of the kernel
 * @param pad before the first place
 */
record KernelPlaces(Longs size, Longs stride, Longs dilation, Longs pad) {

    /**
     * Of each place of the kernel and each of its own places, the pixel under it, or {@link AxisPlaces#NONE} outside.
     *
     * @param steps how many places the kernel takes, by axis
     * @param pixels of what it lies on, by axis
     */
    int[] places(Longs steps, Longs pixels) {
        int count = Math.toIntExact(steps.product());
        int own = Math.toIntExact(size.product());
        int[] places = new int[Math.multiplyExact(count, own)];
        for (int step = 0; step < count; step++) {
            for (int k = 0; k < own; k++) {
                places[step * own + k] = pixel(step, k, steps, pixels);
            }
        }
        return places;
    }

    private int pixel(int step, int k, Longs steps, Longs pixels) {
        long pixel = 0;
        long stride = 1;
        int leftSteps = step;
        int leftK = k;
        for (int axis = size.size() - 1; axis >= 0; axis--) {
            int at = leftSteps % steps.intAt(axis);
            int own = leftK % size.intAt(axis);
            leftSteps /= steps.intAt(axis);
            leftK /= size.intAt(axis);
            long place = at * this.stride.at(axis) + own * dilation.at(axis) - pad.at(axis);
            if (place < 0 || place >= pixels.at(axis)) {
                return AxisPlaces.NONE;
            }
            pixel += place * stride;
            stride *= pixels.at(axis);
        }
        return Math.toIntExact(pixel);
    }
}

package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An axis that a segment's elements, in memory order, are on after a Reshape.
 *
 * @param number of the axis in the output
 * @param inner elements between one position and the next
 */
record ReshapedAxis(int number, int size, int inner) {

    /** The output axes of the segment with more than one position, in order. */
    static List<ReshapedAxis> of(ReshapeSegment segment, List<Dim> to) {
        List<ReshapedAxis> axes = new ArrayList<>();
        int inner = 1;
        for (int axis = segment.outputTo() - 1; axis >= segment.outputFrom(); axis--) {
            int size = Math.toIntExact(to.get(axis).size());
            if (size > 1) {
                axes.add(new ReshapedAxis(axis, size, inner));
            }
            inner *= size;
        }
        Collections.reverse(axes);
        return axes;
    }

    /** The position of an element on this axis. */
    int position(int element) {
        return element / inner % size;
    }

    /** Whether elements that differ in their place on this axis alone may have different identities. */
    boolean tellsApart(int[] layer, ChannelIds ids) {
        for (int i = 0; i < layer.length; i++) {
            int first = i - position(i) * inner;
            if (layer[i] != layer[first] && ids.find(layer[i]) != ids.find(layer[first])) {
                return true;
            }
        }
        return false;
    }

    /** The identities of the first elements at each position. */
    int[] along(int[] layer) {
        int[] ids = new int[size];
        for (int position = 0; position < size; position++) {
            ids[position] = layer[position * inner];
        }
        return ids;
    }
}

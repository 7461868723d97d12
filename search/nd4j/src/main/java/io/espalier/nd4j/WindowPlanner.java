package io.espalier.nd4j;

import io.espalier.nd4j.TapePlanner.Slot;
import io.espalier.zoo.graph.Node;

/** Plans what cuts windows out of images or frames them with zeros: Slice, Pad, lopsided padding of a convolution. */
final class WindowPlanner {
    private static final int RANK = 4;

    private final TapePlanner plan;

    WindowPlanner(TapePlanner plan) {
        this.plan = plan;
    }

    /** The input in a frame of zeros, for native convolutions that cannot pad as the kernel asks for. */
    Slot padded(Slot in, Kernel kernel, String output) {
        Geometry geometry = kernel.geometry();
        Size size = in.size();
        Size framed = new Size(
                size.height() + geometry.padY() + kernel.padBottom(),
                size.width() + geometry.padX() + kernel.padRight(),
                size.channels());
        String name = output + "/padded";
        plan.add(new Step.Window(in.value(), name, framed, -geometry.padY(), -geometry.padX(), 1, 1, 0), name, RANK);
        return plan.slot(name);
    }

    void slice(Node node, Slot in) {
        requireImage(in, "Slice");
        int[] sizes = sizes(in);
        long[] starts = plan.numbers().of(node.input(1));
        long[] ends = plan.numbers().of(node.input(2));
        int[] first = new int[RANK];
        int[] step = {1, 1, 1, 1};
        int[] out = sizes.clone();
        for (int i = 0; i < starts.length; i++) {
            int axis = (int) (node.hasInput(3) ? plan.numbers().of(node.input(3))[i] : i);
            axis = axis < 0 ? axis + RANK : axis;
            long by = node.hasInput(4) ? plan.numbers().of(node.input(4))[i] : 1;
            if (by < 1 || (axis == 0 && !(starts[i] == 0 && by == 1 && ends[i] >= Integer.MAX_VALUE))) {
                throw new RefusedException("a Slice that reverses or cuts the batch");
            }
            if (axis > 0) {
                long length = sizes[axis];
                long from = clamp(starts[i] < 0 ? starts[i] + length : starts[i], length);
                long to = clamp(ends[i] < 0 ? ends[i] + length : ends[i], length);
                first[axis] = (int) from;
                step[axis] = Math.toIntExact(by);
                out[axis] = (int) Math.floorDiv(to - from + by - 1, by);
            }
        }
        if (step[1] != 1) {
            throw new RefusedException("a Slice that skips channels");
        }
        if (out[1] < 1 || out[2] < 1 || out[3] < 1) {
            throw new RefusedException("an empty Slice");
        }
        Size size = new Size(out[2], out[3], out[1]);
        plan.add(
                new Step.Window(in.value(), node.output(), size, first[2], first[3], step[2], step[3], first[1]),
                node.output(),
                RANK);
    }

    private static long clamp(long at, long length) {
        return Math.max(0, Math.min(at, length));
    }

    void pad(Node node, Slot in) {
        requireImage(in, "Pad");
        long[] pads = plan.numbers().of(node.input(1));
        int[] before = new int[RANK];
        int[] after = new int[RANK];
        int axes = pads.length / 2;
        for (int i = 0; i < axes; i++) {
            int axis = (int) (node.hasInput(3) ? plan.numbers().of(node.input(3))[i] : i);
            axis = axis < 0 ? axis + RANK : axis;
            before[axis] = Math.toIntExact(pads[i]);
            after[axis] = Math.toIntExact(pads[i + axes]);
        }
        if (before[0] != 0 || after[0] != 0) {
            throw new RefusedException("a Pad of the batch");
        }
        if (node.hasInput(2)) {
            plan.requireZero(plan.weights().name(node.input(2)));
        }
        Size old = in.size();
        Size size = new Size(
                old.height() + before[2] + after[2],
                old.width() + before[3] + after[3],
                old.channels() + before[1] + after[1]);
        plan.add(
                new Step.Window(in.value(), node.output(), size, -before[2], -before[3], 1, 1, -before[1]),
                node.output(),
                RANK);
    }

    private static void requireImage(Slot in, String what) {
        if (in.rank() != RANK) {
            throw new RefusedException(what + " of a matrix");
        }
    }

    private static int[] sizes(Slot in) {
        return new int[] {0, in.size().channels(), in.size().height(), in.size().width()};
    }
}

package io.espalier.training;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Operator;
import java.util.Optional;

/**
 * What operators that move numbers do to one axis: of each place of the result, the place of the input. What engines
 * share.
 */
public final class AxisPlaces {
    /** The place of what is 0. */
    public static final int NONE = -1;

    private AxisPlaces() {}

    /** All places as they are. */
    public static int[] identity(long size) {
        int[] places = new int[Math.toIntExact(size)];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return places;
    }

    /** Of Slice: as ONNX counts, from the end where negative, and clamped. */
    public static int[] slice(long size, long start, long end, long step) {
        long least = step > 0 ? 0 : -1;
        long most = step > 0 ? size : size - 1;
        long from = Math.max(least, Math.min(start < 0 ? start + size : start, most));
        long to = Math.max(least, Math.min(end < 0 ? end + size : end, most));
        int count = Math.toIntExact(Math.max(0, (to - from + step - Long.signum(step)) / step));
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = Math.toIntExact(from + i * step);
        }
        return places;
    }

    /** Of Tile and of broadcasting: the axis again and again. */
    public static int[] repeated(long size, long length) {
        int[] places = identity(length);
        for (int i = 0; i < places.length; i++) {
            places[i] %= Math.toIntExact(size);
        }
        return places;
    }

    /** Of Pad; empty for a mode that is not known. */
    public static Optional<int[]> padded(String mode, int size, long before, long after) {
        int[] places = new int[Math.toIntExact(before + size + after)];
        for (int i = 0; i < places.length; i++) {
            int at = Math.toIntExact(i - before);
            switch (mode) {
                case "constant" -> places[i] = at >= 0 && at < size ? at : NONE;
                case "edge" -> places[i] = Math.max(0, Math.min(at, size - 1));
                case "reflect" -> places[i] = reflected(at, size);
                case "wrap" -> places[i] = Math.floorMod(at, size);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(places);
    }

    private static int reflected(int at, int size) {
        if (size == 1) {
            return 0;
        }
        int period = 2 * (size - 1);
        int place = Math.floorMod(at, period);
        return place < size ? place : period - place;
    }

    /**
     * Of Resize to the nearest; empty when it interpolates, or for coordinates that are not known.
     *
     * @param axis of the data
     * @param rank of the data
     */
    public static Optional<int[]> resized(Operator.Resize operator, int axis, int rank, int size, int length) {
        double scale = operator.scales().size() == rank ? operator.scales().get(axis) : (double) length / size;
        if (!text(operator, "mode", "nearest").equals("nearest")) {
            return Optional.empty();
        }
        int[] places = new int[length];
        for (int i = 0; i < length; i++) {
            double at = size == length ? i : source(operator, i, scale, size, length);
            double nearest = nearest(operator, at);
            if (Double.isNaN(nearest)) {
                return Optional.empty();
            }
            places[i] = Math.max(0, Math.min(size - 1, (int) nearest));
        }
        return Optional.of(places);
    }

    /** The place in the source, by the coordinate transformation; NaN for another one. */
    private static double source(Operator.Resize operator, int place, double scale, int size, int length) {
        return switch (text(operator, "coordinate_transformation_mode", "half_pixel")) {
            case "half_pixel" -> (place + .5) / scale - .5;
            case "asymmetric" -> place / scale;
            case "align_corners" -> length == 1 ? 0 : place * (double) (size - 1) / (length - 1);
            case "pytorch_half_pixel" -> length == 1 ? 0 : (place + .5) / scale - .5;
            default -> Double.NaN;
        };
    }

    private static double nearest(Operator.Resize operator, double at) {
        return switch (text(operator, "nearest_mode", "round_prefer_floor")) {
            case "round_prefer_floor" -> Math.ceil(at - .5);
            case "round_prefer_ceil" -> Math.floor(at + .5);
            case "floor" -> Math.floor(at);
            case "ceil" -> Math.ceil(at);
            default -> Double.NaN;
        };
    }

    private static String text(Operator.Resize operator, String name, String otherwise) {
        return operator.parameters().get(name) instanceof Attribute.Text text ? text.value() : otherwise;
    }
}

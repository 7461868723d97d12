package io.espalier.zoo.sparse;

import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which numbers of some weights stay; the others are 0. Immutable and thread-safe. */
public final class WeightMasks {
    private final Map<String, boolean[]> kept;

    private WeightMasks(Map<String, boolean[]> kept) {
        this.kept = Collections.unmodifiableMap(kept);
    }

    /** @param kept by weight and then by place, row-major as in the file */
    public static WeightMasks of(Map<String, boolean[]> kept) {
        Map<String, boolean[]> copy = new LinkedHashMap<>();
        kept.forEach((name, places) -> copy.put(name, places.clone()));
        return new WeightMasks(copy);
    }

    /** The numbers of {@code names} that are not 0. */
    public static WeightMasks ofNonZero(Weights weights, Iterable<String> names) {
        Map<String, boolean[]> kept = new LinkedHashMap<>();
        for (String name : names) {
            float[] values = weights.get(name).floats();
            boolean[] places = new boolean[values.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = values[i] != 0;
            }
            kept.put(name, places);
        }
        return new WeightMasks(kept);
    }

    /** The weights that are masked, in order. */
    public Set<String> names() {
        return kept.keySet();
    }

    /** Whether a number stays. @throws IllegalArgumentException when the weight is not masked */
    public boolean keeps(String name, int place) {
        return places(name)[place];
    }

    private boolean[] places(String name) {
        boolean[] places = kept.get(name);
        if (places == null) {
            throw new IllegalArgumentException("There is no mask for the weight (%s).".formatted(name));
        }
        return places;
    }

    /** How many numbers the masked weights have. */
    public long elements() {
        return names().stream().mapToLong(this::elements).sum();
    }

    public int elements(String name) {
        return places(name).length;
    }

    /** How many numbers of the masked weights stay. */
    public long kept() {
        return names().stream().mapToLong(this::kept).sum();
    }

    public int kept(String name) {
        int count = 0;
        for (boolean stays : places(name)) {
            count += stays ? 1 : 0;
        }
        return count;
    }

    /** The share of the masked weights' numbers that are 0, from 0 to 1. */
    public double sparsity() {
        return elements() == 0 ? 0 : 1 - (double) kept() / elements();
    }

    public double sparsity(String name) {
        return 1 - (double) kept(name) / elements(name);
    }

    /** Whether everything that stays here stays in {@code other}, too. */
    public boolean isWithin(WeightMasks other) {
        for (String name : names()) {
            boolean[] places = places(name);
            for (int i = 0; i < places.length; i++) {
                if (places[i] && !other.keeps(name, i)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** {@code weights} with 0 where nothing stays. @throws IllegalArgumentException when a weight has another size */
    public Weights apply(Weights weights) {
        Map<String, Tensor> masked = new LinkedHashMap<>();
        kept.forEach((name, places) -> {
            Tensor tensor = weights.get(name);
            float[] values = tensor.floats();
            if (values.length != places.length) {
                throw new IllegalArgumentException(
                        "The weight (%s) has %d numbers, its mask %d.".formatted(name, values.length, places.length));
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = places[i] ? values[i] : 0;
            }
            masked.put(name, Tensor.ofFloats(tensor.shape(), values));
        });
        return weights.with(masked);
    }
}

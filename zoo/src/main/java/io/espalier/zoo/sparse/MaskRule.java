package io.espalier.zoo.sparse;

import io.espalier.zoo.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which numbers of a network's weights are set to 0 when a share of them shall be. At a higher sparsity of the same weights
 * what was 0 stays 0. Of equal magnitudes the first goes first.
 */
public sealed interface MaskRule {

    /** For messages and reports, such as {@code global magnitude}. */
    String inWords();

    /**
     * The masks for a share of zeros.
     *
     * @param weights where the prunable ones are found by name
     * @param sparsity 0 to below 1; the number of zeros is rounded
     * @throws IllegalArgumentException when the sparsity is out of range
     */
    WeightMasks masks(List<PrunableWeight> prunable, Weights weights, double sparsity);

    /** The smallest magnitudes of all weights together: layers with many small ones lose more. */
    record GlobalMagnitude() implements MaskRule {
        @Override
        public String inWords() {
            return "global magnitude";
        }

        @Override
        public WeightMasks masks(List<PrunableWeight> prunable, Weights weights, double sparsity) {
            requireSparsity(sparsity);
            int total = prunable.stream().mapToInt(PrunableWeight::elements).reduce(0, Math::addExact);
            float[] all = new float[total];
            int next = 0;
            for (PrunableWeight weight : prunable) {
                weights.get(weight.name()).floatBuffer().get(all, next, weight.elements());
                next += weight.elements();
            }
            boolean[] gone = Smallest.of(all, Math.round(sparsity * total));
            Map<String, boolean[]> kept = new LinkedHashMap<>();
            next = 0;
            for (PrunableWeight weight : prunable) {
                boolean[] places = new boolean[weight.elements()];
                for (int i = 0; i < places.length; i++) {
                    places[i] = !gone[next++];
                }
                kept.put(weight.name(), places);
            }
            return WeightMasks.of(kept);
        }
    }

    /** The smallest magnitudes of each weight: all layers are equally sparse. */
    record LayerMagnitude() implements MaskRule {
        @Override
        public String inWords() {
            return "magnitude by layer";
        }

        @Override
        public WeightMasks masks(List<PrunableWeight> prunable, Weights weights, double sparsity) {
            requireSparsity(sparsity);
            Map<String, boolean[]> kept = new LinkedHashMap<>();
            for (PrunableWeight weight : prunable) {
                float[] values = weights.get(weight.name()).floats();
                kept.put(weight.name(), inverted(Smallest.of(values, Math.round(sparsity * values.length))));
            }
            return WeightMasks.of(kept);
        }
    }

    /**
     * The smallest magnitudes of each {@code size} neighbouring inputs of an output: N:M sparsity. At sparsity .5, groups of
     * 4 keep 2 (Mishra et al., "Accelerating Sparse Deep Neural Networks", 2021), which some GPUs run faster. A weight whose
     * inputs are not a multiple of {@code size} stays dense.
     *
     * @param size M, 2 or more
     */
    record GroupMagnitude(int size) implements MaskRule {
        public GroupMagnitude {
            if (size < 2) {
                throw new IllegalArgumentException("A group (%d) must have 2 numbers or more.".formatted(size));
            }
        }

        @Override
        public String inWords() {
            return "magnitude in groups of %d inputs".formatted(size);
        }

        @Override
        public WeightMasks masks(List<PrunableWeight> prunable, Weights weights, double sparsity) {
            requireSparsity(sparsity);
            long zeros = Math.round(sparsity * size);
            Map<String, boolean[]> kept = new LinkedHashMap<>();
            for (PrunableWeight weight : prunable) {
                if (weight.inputs() % size == 0) {
                    kept.put(weight.name(), places(weights.get(weight.name()).floats(), weight.inputStride(), zeros));
                }
            }
            return WeightMasks.of(kept);
        }

        private boolean[] places(float[] values, int stride, long zeros) {
            boolean[] kept = new boolean[values.length];
            float[] group = new float[size];
            for (int first = 0; first < values.length; first += stride * size) {
                for (int offset = first; offset < first + stride; offset++) {
                    for (int i = 0; i < size; i++) {
                        group[i] = values[offset + i * stride];
                    }
                    boolean[] gone = Smallest.of(group, zeros);
                    for (int i = 0; i < size; i++) {
                        kept[offset + i * stride] = !gone[i];
                    }
                }
            }
            return kept;
        }
    }

    /**
     * A control: as many numbers of each weight as {@code rule} takes, at random places.
     *
     * @param seed of the places, with the weight's name
     */
    record Shuffled(MaskRule rule, long seed) implements MaskRule {
        @Override
        public String inWords() {
            return "random places, as many a layer as by %s".formatted(rule.inWords());
        }

        @Override
        public WeightMasks masks(List<PrunableWeight> prunable, Weights weights, double sparsity) {
            WeightMasks counts = rule.masks(prunable, weights, sparsity);
            Map<String, boolean[]> kept = new LinkedHashMap<>();
            for (String name : counts.names()) {
                SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
                float[] order = new float[counts.elements(name)];
                for (int i = 0; i < order.length; i++) {
                    order[i] = (float) random.nextDouble();
                }
                kept.put(name, inverted(Smallest.of(order, counts.elements(name) - counts.kept(name))));
            }
            return WeightMasks.of(kept);
        }
    }

    private static void requireSparsity(double sparsity) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new IllegalArgumentException("The sparsity (%s) must be 0 to below 1.".formatted(sparsity));
        }
    }

    private static boolean[] inverted(boolean[] places) {
        boolean[] others = new boolean[places.length];
        for (int i = 0; i < places.length; i++) {
            others[i] = !places[i];
        }
        return others;
    }
}

package io.espalier.zoo.prune;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the loss depends on each unit's parameters, by the gradients of minibatches: means over them of the two sums that
 * {@code taylor} and {@code fisher} rank by, one a unit.
 *
 * @param taylor by group id: {@code (sum of w · g)²} over the unit's parameters
 * @param fisher by group id: the sum of {@code w² · g²} over them
 */
public record GradientEvidence(Map<String, double[]> taylor, Map<String, double[]> fisher) {
    public GradientEvidence {
        taylor = Map.copyOf(taylor);
        fisher = Map.copyOf(fisher);
    }

    public static Collector collector(Model model, ChannelGroups groups) {
        return new Collector(model, groups);
    }

    /** Takes in the gradients of one minibatch after another. */
    public static final class Collector {
        private final Model model;
        private final ChannelGroups groups;
        private final NormalizedProducers normalized;
        private final Map<String, double[]> taylor = new LinkedHashMap<>();
        private final Map<String, double[]> fisher = new LinkedHashMap<>();
        private int minibatches;

        private Collector(Model model, ChannelGroups groups) {
            this.model = model;
            this.groups = groups;
            normalized = NormalizedProducers.of(groups.graph());
        }

        /** @param gradients of the minibatch's mean loss, by weight, as the file has the weights; not all need be there */
        public void add(Map<String, Tensor> gradients) {
            minibatches++;
            for (ChannelGroup group : groups.prunable()) {
                double[] products = new double[group.channels()];
                double[] squares = fisher.computeIfAbsent(group.id(), id -> new double[group.channels()]);
                for (ChannelSlice slice : group.slices()) {
                    Tensor gradient = slice.weight() ? gradients.get(slice.value()) : null;
                    if (gradient != null && gradient.dataType() == DataType.FLOAT) {
                        add(slice, gradient, products, squares);
                    }
                }
                double[] sums = taylor.computeIfAbsent(group.id(), id -> new double[group.channels()]);
                for (int unit = 0; unit < sums.length; unit++) {
                    sums[unit] += products[unit] * products[unit];
                }
            }
        }

        private void add(ChannelSlice slice, Tensor gradient, double[] products, double[] squares) {
            Tensor weight = model.weights().get(slice.value());
            if (!weight.shape().equals(gradient.shape())) {
                throw new IllegalArgumentException("The gradient of the weight (%s) is %s, the weight %s."
                        .formatted(slice.value(), gradient.shape(), weight.shape()));
            }
            boolean counted = !normalized.contains(slice.value(), slice.axis());
            double[][] sums = perPosition(weight, gradient, slice.axis());
            List<Longs> indices = slice.indices();
            for (int unit = 0; unit < products.length; unit++) {
                Longs positions = indices.get(unit);
                for (int i = 0; i < positions.size(); i++) {
                    products[unit] += counted ? sums[0][positions.intAt(i)] : 0;
                    squares[unit] += sums[1][positions.intAt(i)];
                }
            }
        }

        /** Sums of {@code w · g}, then of its squares, over each position of an axis. */
        private static double[][] perPosition(Tensor weight, Tensor gradient, int axis) {
            float[] values = weight.floats();
            float[] slopes = gradient.floats();
            int inner = 1;
            for (int i = axis + 1; i < weight.shape().size(); i++) {
                inner *= weight.shape().intAt(i);
            }
            int size = weight.shape().intAt(axis);
            double[][] sums = new double[2][size];
            for (int i = 0; i < values.length; i++) {
                double product = (double) values[i] * slopes[i];
                int position = i / inner % size;
                sums[0][position] += product;
                sums[1][position] += product * product;
            }
            return sums;
        }

        /** @throws IllegalArgumentException when there was no minibatch */
        public GradientEvidence evidence() {
            if (minibatches == 0) {
                throw new IllegalArgumentException("There was no minibatch to take gradients of.");
            }
            return new GradientEvidence(means(taylor), means(fisher));
        }

        private Map<String, double[]> means(Map<String, double[]> sums) {
            Map<String, double[]> means = new LinkedHashMap<>();
            sums.forEach((group, own) -> {
                double[] mean = own.clone();
                for (int unit = 0; unit < mean.length; unit++) {
                    mean[unit] /= minibatches;
                }
                means.put(group, mean);
            });
            return means;
        }
    }
}

package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.prune.WidthProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The kernels of all cuts of a network whose widths the rules treat alike: known but for their channels, each of which is
 * the width of one axis or does not change. Found by asking for the kernels of the network with a width of its own on
 * every axis, twice. Immutable.
 *
 * @param kernels at widths without meaning
 * @param inAxes by kernel: number of the axis that its input channels are the width of; −1: they do not change
 * @param outAxes the same of its output channels
 */
record KernelTemplate(List<Kernel> kernels, List<Integer> inAxes, List<Integer> outAxes) {
    private static final int CONSTANT = -1;
    /** Widths from here on are probes: no network has as many channels. */
    private static final int FIRST_PROBE = 1 << 24;

    private static final int SECOND_PROBE = 1 << 26;

    /**
     * The template of the class of {@code widths}; empty when something else than channels follows a width, such as what a
     * kernel is told.
     *
     * @param alike which widths are of one class
     * @param widths by number of the axis
     */
    static Optional<KernelTemplate> of(
            ChannelGroups groups, Function<Node, Precision> precision, WidthClasses alike, int[] widths) {
        Optional<KernelTemplate> first = probe(groups, precision, alike, widths, FIRST_PROBE);
        Optional<KernelTemplate> second = probe(groups, precision, alike, widths, SECOND_PROBE);
        return first.filter(template -> second.isPresent() && template.isAlike(second.get(), widths));
    }

    private static Optional<KernelTemplate> probe(
            ChannelGroups groups, Function<Node, Precision> precision, WidthClasses alike, int[] widths, int from) {
        int[] probes = new int[widths.length];
        Map<Integer, Integer> axisOf = new HashMap<>();
        for (int axis = 0; axis < widths.length; axis++) {
            probes[axis] = alike.alike(widths[axis], from, axis);
            axisOf.put(probes[axis], axis);
        }
        WidthProbe probe = WidthProbe.of(groups, probes);
        List<Kernel> kernels = Kernels.of(probe.graph(), probe.shapes(), precision);
        List<Integer> inAxes = new ArrayList<>();
        List<Integer> outAxes = new ArrayList<>();
        for (Kernel kernel : kernels) {
            int in = kernel.key().inChannels();
            int out = kernel.key().outChannels();
            if (isUnknown(in, axisOf) || isUnknown(out, axisOf)) {
                return Optional.empty();
            }
            inAxes.add(axisOf.getOrDefault(in, CONSTANT));
            outAxes.add(axisOf.getOrDefault(out, CONSTANT));
        }
        return Optional.of(new KernelTemplate(kernels, List.copyOf(inAxes), List.copyOf(outAxes)));
    }

    /** Whether a number was made of probes but is none. */
    private static boolean isUnknown(int channels, Map<Integer, Integer> axisOf) {
        return channels >= FIRST_PROBE && !axisOf.containsKey(channels);
    }

    private boolean isAlike(KernelTemplate other, int[] widths) {
        return inAxes.equals(other.inAxes)
                && outAxes.equals(other.outAxes)
                && at(widths).equals(other.at(widths));
    }

    /** The kernels at these widths, which must be of the class that the template was made for. */
    List<Kernel> at(int[] widths) {
        Kernel[] found = new Kernel[kernels.size()];
        for (int i = 0; i < found.length; i++) {
            Kernel kernel = kernels.get(i);
            int in = inAxes.get(i);
            int out = outAxes.get(i);
            if (in == CONSTANT && out == CONSTANT) {
                found[i] = kernel;
            } else {
                KernelKey key = kernel.key();
                found[i] = new Kernel(
                        key.withChannels(
                                in == CONSTANT ? key.inChannels() : widths[in],
                                out == CONSTANT ? key.outChannels() : widths[out]),
                        kernel.nodes());
            }
        }
        return List.of(found);
    }
}

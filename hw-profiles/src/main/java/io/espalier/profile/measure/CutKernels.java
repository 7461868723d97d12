package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.fusion.ShippedFusionRules;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelRewrite;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The kernels of the cuts of one network at one precision. Cuts come by the thousand and differ in their widths alone, which
 * mostly change nothing but the channels of kernels: of widths that the rules of fusion treat alike, the kernels are found
 * once, when a second such cut comes, and compared with those of that cut; from then on they follow from the widths.
 * Whatever is not of that kind takes the general way. Thread-safe.
 */
public final class CutKernels {
    /** Classes of widths that are remembered, some kilobytes each. */
    private static final int CAPACITY = 16;

    private final ChannelGroups groups;
    private final Function<Node, Precision> precision;
    private final boolean isRegular;
    private final WidthClasses alike;
    private final Map<String, Known> classes = new ConcurrentHashMap<>();

    /** What is known about a class of widths. */
    private record Known(boolean wasTried, Optional<KernelTemplate> template) {
        static final Known SEEN_ONCE = new Known(false, Optional.empty());
    }

    private CutKernels(ChannelGroups groups, Function<Node, Precision> precision) {
        this.groups = groups;
        this.precision = precision;
        isRegular = hasPlainConvolutions(groups);
        alike = WidthClasses.of(groups, ShippedFusionRules.own().layout());
    }

    /**
     * @param groups of a network whose cuts have all its nodes, and the shapes that its axes tell
     * @param precision by node of their graph
     */
    public static CutKernels of(ChannelGroups groups, Function<Node, Precision> precision) {
        return new CutKernels(groups, precision);
    }

    /** Whether every convolution is dense, or depthwise and stays so: what a rule sees is then the width of an axis. */
    private static boolean hasPlainConvolutions(ChannelGroups groups) {
        Map<String, Integer> perGroup = groups.rewrites().stream()
                .filter(ChannelRewrite.ConvolutionGroups.class::isInstance)
                .map(ChannelRewrite.ConvolutionGroups.class::cast)
                .collect(Collectors.toMap(ChannelRewrite.ConvolutionGroups::node, own -> own.perGroup(), Math::max));
        for (Node node : groups.graph().nodes()) {
            if (node.operator() instanceof Operator.Convolution convolution
                    && convolution.groups() > 1
                    && (convolution.groups() != KernelShapes.channels(groups.shapes(), node.input(0))
                            || perGroup.getOrDefault(node.name(), 1) != 1)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The kernels of a cut.
     *
     * @param widths what the cut leaves of each axis, by its number
     * @param general finds them from the structure of the cut
     */
    public List<Kernel> of(int[] widths, Supplier<List<Kernel>> general) {
        Optional<String> name = isRegular ? alike.nameOf(widths) : Optional.empty();
        if (name.isEmpty()) {
            return general.get();
        }
        Known known = classes.get(name.get());
        if (known != null && known.template().isPresent()) {
            return known.template().get().at(widths);
        }
        List<Kernel> kernels = general.get();
        if (known == null) {
            remember(name.get());
        } else if (!known.wasTried()) {
            Optional<KernelTemplate> template = KernelTemplate.of(groups, precision, alike, widths)
                    .filter(found -> found.at(widths).equals(kernels));
            classes.put(name.get(), new Known(true, template));
        }
        return kernels;
    }

    /** With free widths hardly any class comes twice: those that did not make room. */
    private void remember(String name) {
        if (classes.size() >= CAPACITY) {
            classes.values().removeIf(known -> !known.wasTried());
        }
        if (classes.size() < CAPACITY) {
            classes.put(name, Known.SEEN_ONCE);
        }
    }
}

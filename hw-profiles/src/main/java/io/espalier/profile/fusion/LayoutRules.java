package io.espalier.profile.fusion;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What stays in a layout of channels in blocks, such as ONNX Runtime's NCHWc, which its floating-point convolutions in two
 * dimensions work on.
 *
 * @param block channels in a block, as many as the processor's vectors hold; 0: there is no such layout
 * @param convMultiple a convolution that reads {@code block} channels or more must read a multiple of this
 * @param depthwiseMultiple the channels of a depthwise convolution must be a multiple of this
 * @param keeps by ONNX operator ({@code Add broadcast} where shapes differ): an operator whose inputs are all blocked
 *     writes the layout when their channels are a multiple of this; operators that always leave it are missing
 * @param enters the same of operators that read the plain layout
 */
public record LayoutRules(
        int block, int convMultiple, int depthwiseMultiple, Map<String, Integer> keeps, Map<String, Integer> enters) {
    /** No blocked layout. */
    public static final LayoutRules NONE = new LayoutRules(0, 1, 1, Map.of(), Map.of());

    public LayoutRules {
        if (block < 0 || convMultiple < 1 || depthwiseMultiple < 1) {
            throw new IllegalArgumentException("""
                    The block (%d) must be 0 or more and the multiples (%d, %d) of channels 1 or more.""".formatted(block, convMultiple, depthwiseMultiple));
        }
        keeps = Collections.unmodifiableMap(new TreeMap<>(keeps));
        enters = Collections.unmodifiableMap(new TreeMap<>(enters));
    }

    /** The same with other blocks; what must fill blocks must fill these. */
    LayoutRules withBlock(int newBlock) {
        return new LayoutRules(
                newBlock, convMultiple, depthwiseMultiple, filling(keeps, newBlock), filling(enters, newBlock));
    }

    private Map<String, Integer> filling(Map<String, Integer> multiples, int newBlock) {
        Map<String, Integer> others = new TreeMap<>(multiples);
        others.replaceAll((operator, multiple) -> multiple == block ? newBlock : multiple);
        return others;
    }

    /** Whether a convolution in two dimensions, not transposed, writes the layout. */
    public boolean isBlocked(int inChannels, int outChannels, int groups) {
        if (block == 0) {
            return false;
        }
        if (groups == 1) {
            return isReadable(inChannels);
        }
        if (groups == inChannels && groups == outChannels) {
            return outChannels % depthwiseMultiple == 0;
        }
        return inChannels / groups % block == 0 && outChannels / groups % block == 0;
    }

    /** Whether a dense convolution in two dimensions that reads so many channels writes the layout. */
    private boolean isReadable(int channels) {
        return channels < block || channels % convMultiple == 0;
    }

    /** What widths of an axis are told apart by that these operators read, besides being multiples for convolutions. */
    public SortedSet<Integer> multiples(Collection<String> operators) {
        TreeSet<Integer> multiples = new TreeSet<>(List.of(convMultiple, depthwiseMultiple));
        for (String operator : operators) {
            Stream.of(keeps, enters)
                    .filter(table -> table.containsKey(operator))
                    .forEach(table -> multiples.add(table.get(operator)));
        }
        return multiples;
    }

    /** Whether the rules say of {@code channels} what they say of large widths that leave the same remainders. */
    public boolean isLikeLarge(int channels) {
        return block == 0 || isReadable(channels) == (channels % convMultiple == 0);
    }

    /** Large widths that leave the same remainder by this are treated alike. */
    public int period() {
        TreeSet<Integer> multiples = new TreeSet<>(keeps.values());
        multiples.addAll(enters.values());
        multiples.addAll(List.of(Math.max(1, block), convMultiple, depthwiseMultiple));
        return multiples.stream().reduce(1, LayoutRules::leastCommonMultiple);
    }

    private static int leastCommonMultiple(int one, int other) {
        int multiple = one;
        while (multiple % other != 0) {
            multiple += one;
        }
        return multiple;
    }

    /** Whether an operator writes the layout that reads so many channels, blocked or not. */
    public boolean isBlocked(String operator, int channels, boolean readsBlocked) {
        Integer multiple = (readsBlocked ? keeps : enters).get(operator);
        return multiple != null && channels % multiple == 0;
    }
}

package io.espalier.zoo.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks with residual blocks of one kind, drawn from a seed. All give 10 numbers for each example. */
public final class DepthNetworks {

    /** How the blocks are built. */
    public enum Family {
        POST_ACTIVATION,
        PRE_ACTIVATION,
        BOTTLENECK,
        INVERTED,
        CONVNEXT,
        NESTED,
        DIFFERENCE,
        PRE_NORM,
        POST_NORM,
        PARALLEL
    }

    final SplittableRandom random;
    final NetworkBuilder net;
    private final Map<String, DepthNetwork.Sum> removable = new LinkedHashMap<>();
    private int fixed;

    private DepthNetworks(long seed) {
        random = new SplittableRandom(seed);
        net = new NetworkBuilder(seed, 17);
    }

    public static DepthNetwork of(Family family, long seed) {
        DepthNetworks made = new DepthNetworks(seed);
        ConvolutionalBlocks convolutional = new ConvolutionalBlocks(made);
        TransformerBlocks transformer = new TransformerBlocks(made);
        String output = switch (family) {
            case POST_ACTIVATION -> convolutional.postActivation();
            case PRE_ACTIVATION -> convolutional.preActivation();
            case BOTTLENECK -> convolutional.bottleneck();
            case INVERTED -> convolutional.inverted();
            case CONVNEXT -> convolutional.convNext();
            case NESTED -> convolutional.nested();
            case DIFFERENCE -> convolutional.difference();
            case PRE_NORM -> transformer.preNorm();
            case POST_NORM -> transformer.postNorm();
            case PARALLEL -> transformer.parallel();
        };
        return new DepthNetwork(made.net.build(output), made.removable, made.removable.size() + made.fixed);
    }

    int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    /** The sum of a block that can go, its operands in any order. @param id its first weight */
    String block(String id, String stream, String branch) {
        String sum = random.nextBoolean() ? net.add(stream, branch) : net.add(branch, stream);
        return removable(id, sum, branch);
    }

    String removable(String id, String sum, String branch) {
        removable.put(id, new DepthNetwork.Sum(sum, branch));
        return sum;
    }

    /** The sum of a block that cannot go. */
    String fixedBlock(String shortcut, String branch) {
        fixed++;
        return random.nextBoolean() ? net.add(shortcut, branch) : net.add(branch, shortcut);
    }
}

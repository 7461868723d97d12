package io.espalier.zoo.transform;

import java.util.List;

/**
 * A convolution that can stand in for the removable blocks behind it, being the last that writes into the stream where they
 * begin: {@code output + behind - stream} is what it would have to give for the stream to be the same without them.
 *
 * @param convolution name of its node; it has one group and a bias
 * @param output what it gives
 * @param blocks ids of the blocks, in order
 * @param stream what the stream is in front of them, before a ReLU
 * @param behind what the stream is behind them, before a ReLU
 * @param wanted name for {@code output + behind - stream}
 */
public record StandIn(
        String convolution, String output, List<String> blocks, String stream, String behind, String wanted) {
    public StandIn {
        blocks = List.copyOf(blocks);
    }
}

package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;

/** The blocks of residual convolutional networks of all kinds, on 3×16×16 with a free batch. */
final class ConvolutionalBlocks {
    private final DepthNetworks made;
    private final NetworkBuilder net;

    ConvolutionalBlocks(DepthNetworks made) {
        this.made = made;
        net = made.net;
    }

    private String act(Activation.Kind kind, String value) {
        return net.node(Activation.of(kind), value);
    }

    private String node(Elementwise.Kind kind, String left, String right) {
        return net.node(new Elementwise(kind), left, right);
    }

    /** A convolution, and a BN behind it or none. */
    private String layer(String name, String in, int from, int to, int kernel, int stride, int groups) {
        String out = net.convolution(name, in, from, to, kernel, stride, groups);
        return made.random.nextBoolean() ? net.batchNorm(name + ".bn", out, to) : out;
    }

    private String stem(int channels) {
        return layer("stem", net.input(3, 16, 16), 3, channels, 3, 2, 1);
    }

    private String head(String value, int channels) {
        return net.classifier(value, channels, 10);
    }

    /** The ReLU behind a sum stays where the stem has none. */
    String postActivation() {
        int channels = made.between(2, 4);
        String value = made.random.nextBoolean() ? net.relu(stem(channels)) : stem(channels);
        for (int i = 0; i < 4; i++) {
            boolean widens = i == 2;
            int out = widens ? 2 * channels : channels;
            String name = "block" + i;
            int inner = made.between(3, 5);
            String branch = net.relu(layer(name + ".conv1", value, channels, inner, 3, widens ? 2 : 1, 1));
            branch = layer(name + ".conv2", branch, inner, out, 3, 1, 1);
            value = net.relu(
                    widens
                            ? made.fixedBlock(layer(name + ".shortcut", value, channels, out, 1, 2, 1), branch)
                            : made.block(name + ".conv1.weight", value, branch));
            channels = out;
        }
        return head(value, channels);
    }

    /** In the first block of a stage, the BN and ReLU before are shared by branch and shortcut. */
    String preActivation() {
        int channels = made.between(2, 4);
        String value = stem(channels);
        for (int i = 0; i < 4; i++) {
            String name = "block" + i;
            boolean widens = i == 2;
            int out = widens ? 2 * channels : channels;
            String active = net.relu(net.batchNorm(name + ".norm1", value, channels));
            String branch = net.convolution(name + ".conv1", active, channels, 4, 3, widens ? 2 : 1, 1);
            branch = net.relu(net.batchNorm(name + ".norm2", branch, 4));
            branch = net.convolution(name + ".conv2", branch, 4, out, 3, 1, 1);
            if (widens) {
                value = made.fixedBlock(net.convolution(name + ".shortcut", active, channels, out, 1, 2, 1), branch);
            } else if (made.between(0, 2) == 0) {
                value = made.block(name + ".conv1.weight", active, branch);
            } else {
                value = made.block(name + ".norm1.scale", value, branch);
            }
            channels = out;
        }
        return head(net.relu(net.batchNorm("norm", value, channels)), channels);
    }

    /** 1×1, grouped 3×3, 1×1, with squeeze-excite or without; a ReLU behind. */
    String bottleneck() {
        int groups = made.between(1, 3);
        int channels = made.between(4, 6);
        String value = net.relu(stem(channels));
        for (int i = 0; i < 4; i++) {
            String name = "block" + i;
            int out = i == 0 ? 2 * channels : channels;
            int inner = groups * made.between(1, 3);
            String branch = net.relu(layer(name + ".conv1", value, channels, inner, 1, 1, 1));
            branch = net.relu(layer(name + ".conv2", branch, inner, inner, 3, 1, groups));
            branch = made.random.nextBoolean() ? squeezeExcite(name, branch, inner) : branch;
            branch = layer(name + ".conv3", branch, inner, out, 1, 1, 1);
            value = net.relu(
                    i == 0
                            ? made.fixedBlock(layer(name + ".shortcut", value, channels, out, 1, 1, 1), branch)
                            : made.block(name + ".conv1.weight", value, branch));
            channels = out;
        }
        return head(value, channels);
    }

    private String squeezeExcite(String name, String value, int channels) {
        String pooled = net.node(Operator.Pool.globalAverage(), value);
        String squeezed = net.relu(net.convolution(name + ".squeeze", pooled, channels, 2, 1, 1, 1));
        String excited = net.convolution(name + ".excite", squeezed, 2, channels, 1, 1, 1);
        return node(Elementwise.Kind.MUL, value, act(Activation.Kind.HARD_SIGMOID, excited));
    }

    /** Wide inside, narrow outside, with what dropping of paths leaves behind. */
    String inverted() {
        int channels = made.between(3, 5);
        String value = stem(channels);
        for (int i = 0; i < 4; i++) {
            String name = "block" + i;
            boolean changes = i == 1;
            int out = changes ? channels + 2 : channels;
            int inner = 2 * channels;
            String branch = smooth(layer(name + ".expand", value, channels, inner, 1, 1, 1));
            branch = smooth(layer(name + ".depthwise", branch, inner, inner, 3, 1, inner));
            branch = made.random.nextBoolean() ? squeezeExcite(name, branch, inner) : branch;
            branch = layer(name + ".project", branch, inner, out, 1, 1, 1);
            value = changes ? branch : dropPath(name, value, branch);
            channels = out;
        }
        return head(value, channels);
    }

    private String smooth(String value) {
        return made.random.nextBoolean()
                ? act(Activation.Kind.HARD_SWISH, value)
                : node(Elementwise.Kind.MUL, value, act(Activation.Kind.SIGMOID, value));
    }

    private String dropPath(String name, String stream, String branch) {
        String id = name + ".expand.weight";
        return switch (made.between(0, 3)) {
            case 0 -> made.block(id, stream, act(Activation.Kind.DROPOUT, branch));
            case 1 -> made.block(id, act(Activation.Kind.IDENTITY, stream), act(Activation.Kind.IDENTITY, branch));
            case 2 ->
                made.block(
                        id,
                        stream,
                        node(Elementwise.Kind.MUL, branch, net.weight(name + ".survival", 0.5, 1, new long[0])));
            default -> made.block(id, stream, branch);
        };
    }

    /** Depthwise 7×7, then channels last: normalization, two dense layers with GELU as an exporter writes it, a scale. */
    String convNext() {
        int channels = made.between(3, 5);
        String value = stem(channels);
        for (int i = 0; i < 3; i++) {
            String name = "block" + i;
            boolean scaleInside = made.random.nextBoolean();
            String branch = net.convolution(name + ".dwconv", value, channels, channels, 7, 1, channels);
            branch = net.node(new Operator.Transpose(Longs.of(0, 2, 3, 1)), branch);
            branch = TransformerBlocks.layerNorm(net, name + ".norm", branch, channels);
            branch = TransformerBlocks.feedForward(net, name, branch, channels, 4 * channels);
            if (scaleInside) {
                branch = node(Elementwise.Kind.MUL, branch, net.weight(name + ".gamma", -1, 1, channels));
            }
            branch = net.node(new Operator.Transpose(Longs.of(0, 3, 1, 2)), branch);
            if (!scaleInside) {
                branch = node(Elementwise.Kind.MUL, net.weight(name + ".gamma", -1, 1, channels, 1, 1), branch);
            }
            value = made.block(name + ".dwconv.weight", value, branch);
        }
        return head(value, channels);
    }

    /** Blocks within a block, and a skip over them all. */
    String nested() {
        int channels = made.between(3, 5);
        String first = stem(channels);
        String value = first;
        String whole = "";
        for (int i = 0; i < 2; i++) {
            String name = "outer" + i;
            String inner = value;
            for (int j = 0; j < 2; j++) {
                String branch = act(
                        Activation.Kind.LEAKY_RELU,
                        net.convolution(name + ".inner" + j, inner, channels, channels, 3, 1, 1));
                inner = made.block(name + ".inner" + j + ".weight", inner, branch);
            }
            String branch = net.convolution(name + ".last", inner, channels, channels, 3, 1, 1);
            branch = node(Elementwise.Kind.MUL, branch, net.weight(name + ".scale", 0.2, 0.3));
            // Its first weight is that of the block within it, which was there first.
            String id = name + ".inner0.weight#2";
            value = made.block(id, value, branch);
        }
        whole = net.convolution("trunk", value, channels, channels, 3, 1, 1);
        value = made.block("outer0.inner0.weight#3", first, whole);
        return head(value, channels);
    }

    /** What a branch finds is taken away, as a denoiser does. */
    String difference() {
        int channels = made.between(3, 5);
        String value = stem(channels);
        for (int i = 0; i < 3; i++) {
            String name = "block" + i;
            String branch = net.relu(layer(name + ".conv1", value, channels, 4, 3, 1, 1));
            branch = net.convolution(name + ".conv2", branch, 4, channels, 3, 1, 1);
            String sum = node(Elementwise.Kind.SUB, value, branch);
            value = made.removable(name + ".conv1.weight", sum, branch);
        }
        return head(value, channels);
    }
}

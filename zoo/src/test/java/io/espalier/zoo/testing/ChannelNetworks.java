package io.espalier.zoo.testing;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Networks drawn from a seed, one family for each way in which channels can be tied. All read 3×16×16 with a free batch, or of any
 * size, and give 10 numbers.
 */
public final class ChannelNetworks {

    /** What ties the channels. */
    public enum Family {
        RESIDUAL,
        OPTION_A,
        CONCAT,
        DEPTHWISE,
        GROUPED,
        SHUFFLE,
        FLATTEN,
        SQUEEZE_EXCITE,
        SPLIT_AND_SLICE,
        UP_AND_DOWN,
        PIXEL_SHUFFLE,
        ATTENTION,
        GROUPED_QUERY,
        RECURRENT,
        SAMPLED,
        CONSTANTS,
        KERNELS,
        FREE_SIZES,
        FREE_HEADS,
        MIXED
    }

    private final SplittableRandom random;
    private final NetworkBuilder net;
    private int next;

    private ChannelNetworks(long seed) {
        random = new SplittableRandom(seed);
        net = new NetworkBuilder(seed, 17);
    }

    public static Model of(Family family, long seed) {
        ChannelNetworks made = new ChannelNetworks(seed);
        return switch (family) {
            case RESIDUAL -> RandomNetworks.residual(seed);
            case OPTION_A -> made.optionA();
            case CONCAT -> made.concat();
            case DEPTHWISE -> made.depthwise();
            case GROUPED -> made.grouped();
            case SHUFFLE -> made.shuffle();
            case FLATTEN -> made.flatten();
            case SQUEEZE_EXCITE -> made.squeezeExcite();
            case SPLIT_AND_SLICE -> made.splitAndSlice();
            case UP_AND_DOWN -> made.upAndDown();
            case PIXEL_SHUFFLE -> made.pixelShuffle();
            case ATTENTION -> made.attention();
            case GROUPED_QUERY -> made.groupedQuery();
            case RECURRENT -> made.recurrent();
            case SAMPLED -> made.sampled();
            case CONSTANTS -> ComputedNetworks.constants(seed);
            case KERNELS -> ComputedNetworks.kernels(seed);
            case FREE_SIZES -> ComputedNetworks.freeSizes(seed);
            case FREE_HEADS -> ComputedNetworks.freeHeads(seed);
            case MIXED -> MixedNetworks.of(seed);
        };
    }

    private int between(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    private String convolution(String in, int from, int to, int kernel, int stride, int groups) {
        String name = "conv" + next++;
        String out = net.convolution(name, in, from, to, kernel, stride, groups);
        return switch (random.nextInt(3)) {
            case 0 -> net.relu(net.batchNorm(name + ".bn", out, to));
            case 1 -> net.node(Activation.of(Activation.Kind.SIGMOID), out);
            default -> net.relu(out);
        };
    }

    private String stem(int channels) {
        return convolution(net.input(3, 16, 16), 3, channels, 3, 2, 1);
    }

    private Model classify(String value, int channels) {
        return net.build(net.classifier(value, channels, 10));
    }

    private String node(Elementwise.Kind kind, String left, String right) {
        return net.node(new Elementwise(kind), left, right);
    }

    /** Shortcuts that skip every second position and pad channels with zeros on both sides. */
    private Model optionA() {
        int channels = 2 * between(2, 4);
        String value = stem(channels);
        for (int stage = 0; stage < 2; stage++) {
            int wider = channels + 2 * between(1, 3);
            int pad = (wider - channels) / 2;
            String branch = convolution(value, channels, between(3, 6), 3, 2, 1);
            int inner = Math.toIntExact(net.shape(branch).size(1));
            branch = net.convolution("wide" + stage, branch, inner, wider, 3, 1, 1);
            String slim = net.node(
                    new Operator.Slice(),
                    value,
                    net.integers(0, 0),
                    net.integers(Long.MAX_VALUE, Long.MAX_VALUE),
                    net.integers(2, 3),
                    net.integers(2, 2));
            String padded = net.node(new Operator.Pad("constant"), slim, net.integers(0, pad, 0, 0, 0, pad, 0, 0));
            value = net.relu(net.add(branch, padded));
            channels = wider;
        }
        return classify(value, channels);
    }

    private Model concat() {
        int channels = between(4, 7);
        String value = stem(channels);
        for (int layer = 0; layer < between(2, 3); layer++) {
            int growth = between(3, 5);
            String grown = convolution(net.batchNorm("dense" + layer, value, channels), channels, growth, 3, 1, 1);
            value = net.node(new Operator.Concat(random.nextBoolean() ? 1 : -3), value, grown);
            channels += growth;
        }
        return classify(convolution(value, channels, 6, 1, 1, 1), 6);
    }

    private Model depthwise() {
        int channels = between(4, 8);
        int multiplier = between(1, 3);
        String value = convolution(stem(channels), channels, channels * multiplier, 3, 1, channels);
        String narrow = convolution(value, channels * multiplier, 5, 1, 1, 1);
        String again = convolution(narrow, 5, 5, 5, 1, 5);
        return classify(net.add(narrow, again), 5);
    }

    private Model grouped() {
        int groups = between(2, 3);
        int channels = groups * between(2, 4);
        int wider = groups * between(2, 4);
        String value = convolution(stem(channels), channels, wider, 3, 1, groups);
        String projected = convolution(value, wider, channels, 1, 1, 1);
        String same = convolution(projected, channels, channels, 3, 1, groups);
        return classify(net.add(projected, same), channels);
    }

    /** The halves' channels interleaved, with sizes computed at run time. */
    private Model shuffle() {
        int groups = 2;
        int half = between(4, 6);
        String left = stem(half);
        String right = convolution(left, half, half, 3, 1, 1);
        String joined = net.node(new Operator.Concat(1), left, right);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), joined);
        String batch = net.node(new Operator.Gather(0), sizes, net.integers(0));
        String channels = net.node(new Operator.Gather(0), sizes, net.integers(1));
        String perGroup = node(Elementwise.Kind.DIV, channels, net.integers(groups));
        String split = net.node(new Operator.Concat(0), batch, net.integers(groups), perGroup, net.integers(8, 8));
        String merged = net.node(new Operator.Concat(0), batch, net.integers(-1, 8, 8));
        String shuffled = net.node(
                new Operator.Transpose(Longs.of(0, 2, 1, 3, 4)),
                net.node(Reshape.of(Reshape.Kind.RESHAPE), joined, split));
        String value = net.node(Reshape.of(Reshape.Kind.RESHAPE), shuffled, merged);
        String first = part(value, 0, half);
        String second = convolution(part(value, half, Long.MAX_VALUE), half, half, 3, 1, 1);
        return classify(net.node(new Operator.Concat(1), first, second), 2 * half);
    }

    private String part(String value, long from, long to) {
        return net.node(new Operator.Slice(), value, net.integers(from), net.integers(to), net.integers(1));
    }

    private Model flatten() {
        int channels = between(3, 6);
        String value = convolution(stem(channels), channels, channels, 3, 2, 1);
        String flat = random.nextBoolean()
                ? net.node(Reshape.of(Reshape.Kind.FLATTEN), value)
                : net.node(Reshape.of(Reshape.Kind.RESHAPE), value, net.integers(0, channels * 16L));
        int hidden = between(6, 9);
        String inner = net.relu(net.node(
                new Operator.Gemm(false, false, 1, 1),
                flat,
                net.weight("hidden.weight", -0.2, 0.2, channels * 16L, hidden),
                net.weight("hidden.bias", -0.2, 0.2, hidden)));
        String product = net.node(new Operator.MatMul(), inner, net.weight("out.weight", -0.4, 0.4, hidden, 10));
        return net.build(node(Elementwise.Kind.ADD, product, net.weight("out.bias", -0.3, 0.3, 10)));
    }

    private Model squeezeExcite() {
        int channels = between(4, 8);
        String value = stem(channels);
        String pooled = random.nextBoolean()
                ? net.node(Operator.Pool.globalAverage(), value)
                : net.node(new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(2, 3), true, false), value);
        String squeezed = convolution(pooled, channels, 3, 1, 1, 1);
        String gate = net.node(
                Activation.of(Activation.Kind.HARD_SIGMOID), net.convolution("gate", squeezed, 3, channels, 1, 1, 1));
        String slopes = net.weight("slope", 0, 0.5, channels, 1, 1);
        String gated = node(Elementwise.Kind.PRELU, node(Elementwise.Kind.MUL, value, gate), slopes);
        return classify(gated, channels);
    }

    private Model splitAndSlice() {
        int first = between(3, 5);
        int second = between(3, 5);
        int channels = first + second;
        String value = stem(channels);
        Operator.Split split = new Operator.Split(1, Longs.of(), 0);
        List<String> parts = net.nodes(split, 2, value, net.integers(first, second));
        String left = convolution(parts.get(0), first, 4, 3, 1, 1);
        String right = convolution(parts.get(1), second, 4, 3, 1, 1);
        String joined = net.node(new Operator.Concat(1), left, right, value);
        String backwards = net.node(
                new Operator.Slice(),
                joined,
                net.integers(-1),
                net.integers(-Long.MAX_VALUE),
                net.integers(1),
                net.integers(-1));
        String even = net.node(
                new Operator.Slice(),
                backwards,
                net.integers(random.nextInt(2)),
                net.integers(Long.MAX_VALUE),
                net.integers(1),
                net.integers(2));
        String picked = net.node(new Operator.Gather(1), even, net.integers(0, 2, 1, -1));
        return classify(net.add(convolution(picked, 4, 5, 1, 1, 1), convolution(value, channels, 5, 1, 1, 1)), 5);
    }

    /** Down by a stride, up by a transposed convolution and by a Resize whose sizes are computed, joined with the skip. */
    private Model upAndDown() {
        int channels = between(4, 6);
        int deep = between(4, 7);
        String skip = stem(channels);
        String low = convolution(skip, channels, deep, 3, 2, 1);
        String raised = net.doubling("up", low, deep, 5);
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), low);
        String kept = net.node(new Operator.Slice(), sizes, net.integers(0), net.integers(2), net.integers(0));
        String target = net.node(new Operator.Concat(0), kept, net.integers(8, 8));
        String resized = net.node(new Operator.Resize(Map.of()), low, "", "", target);
        String joined = net.node(new Operator.Concat(1), raised, skip, resized);
        return classify(joined, 5 + channels + deep);
    }

    private Model pixelShuffle() {
        int channels = between(2, 4);
        String value = stem(4 * channels);
        String mode = random.nextBoolean() ? "DCR" : "CRD";
        String large = net.node(new Operator.DepthToSpace(2, mode, false), value);
        String worked = convolution(large, channels, channels, 3, 1, 1);
        String small = net.node(new Operator.DepthToSpace(2, "", true), net.add(large, worked));
        return classify(small, 4 * channels);
    }

    /** Tokens of a patch embedding, one attention over heads and a feed-forward layer, without normalization. */
    private Model attention() {
        int heads = 2;
        int perHead = between(3, 5);
        int width = heads * perHead;
        String tokens = tokens(net.convolution("patch", net.input(3, 16, 16), 3, width, 5, 4, 1));
        String query = heads(product("query", tokens, width, width), heads, perHead, Longs.of(0, 2, 1, 3));
        String key = heads(product("key", tokens, width, width), heads, perHead, Longs.of(0, 2, 3, 1));
        String value = heads(product("value", tokens, width, width), heads, perHead, Longs.of(0, 2, 1, 3));
        String scores = net.node(new Operator.Softmax(-1, false), net.node(new Operator.MatMul(), query, key));
        String mixed =
                net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), net.node(new Operator.MatMul(), scores, value));
        String merged = net.node(Reshape.of(Reshape.Kind.RESHAPE), mixed, net.integers(0, 0, width));
        String stream = net.add(tokens, product("project", merged, width, width));
        String hidden = net.node(Activation.of(Activation.Kind.TANH), product("expand", stream, width, 9));
        stream = net.add(stream, product("reduce", hidden, 9, width));
        String pooled = net.node(new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(1), false, false), stream);
        return net.build(product("head", pooled, width, 10));
    }

    /** Two queries a key and value, repeated by an Expand to a target that has the free batch in it. */
    private Model groupedQuery() {
        int keys = between(2, 3);
        int perHead = between(3, 4);
        int width = between(5, 7);
        String tokens = tokens(net.convolution("patch", net.input(3, 16, 16), 3, width, 5, 4, 1));
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), tokens);
        String batch = net.node(new Operator.Gather(0), sizes, net.integers(0));
        String query =
                heads(product("query", tokens, width, 2 * keys * perHead), 2 * keys, perHead, Longs.of(0, 2, 1, 3));
        String key = repeated(product("key", tokens, width, keys * perHead), batch, keys, perHead);
        String value = repeated(product("value", tokens, width, keys * perHead), batch, keys, perHead);
        String turned = net.node(new Operator.Transpose(Longs.of(0, 1, 3, 2)), key);
        String scores = net.node(new Operator.Softmax(-1, false), net.node(new Operator.MatMul(), query, turned));
        String mixed =
                net.node(new Operator.Transpose(Longs.of(0, 2, 1, 3)), net.node(new Operator.MatMul(), scores, value));
        String merged = net.node(Reshape.of(Reshape.Kind.RESHAPE), mixed, net.integers(0, 0, 2L * keys * perHead));
        String projected = product("project", merged, 2 * keys * perHead, width);
        String pooled = net.node(
                new Operator.Reduce(Operator.Reduce.Kind.MEAN, Longs.of(1), false, false), net.add(tokens, projected));
        return net.build(product("head", pooled, width, 10));
    }

    private String repeated(String value, String batch, int keys, int perHead) {
        String apart = heads(value, keys, perHead, Longs.of(0, 2, 1, 3));
        String single = net.node(Reshape.of(Reshape.Kind.UNSQUEEZE), apart, net.integers(2));
        String target = net.node(new Operator.Concat(0), batch, net.integers(keys, 2, 16, perHead));
        String twice = net.node(Reshape.of(Reshape.Kind.EXPAND), single, target);
        return net.node(Reshape.of(Reshape.Kind.RESHAPE), twice, net.integers(0, 2L * keys, 16, perHead));
    }

    private String tokens(String patches) {
        return net.node(
                new Operator.Transpose(Longs.of(0, 2, 1)),
                net.node(Reshape.of(Reshape.Kind.RESHAPE), patches, net.integers(0, 0, -1)));
    }

    /** An LSTM in both directions over the positions; its hidden units stay. */
    private Model recurrent() {
        int channels = between(4, 7);
        int hidden = between(3, 5);
        String tokens = tokens(convolution(stem(channels), channels, channels, 3, 2, 1));
        Operator lstm = new Operator.Opaque(
                "",
                "LSTM",
                Map.of("hidden_size", new Attribute.Whole(hidden), "direction", new Attribute.Text("bidirectional")),
                List.of());
        List<String> states = net.nodes(
                lstm,
                3,
                net.node(new Operator.Transpose(Longs.of(1, 0, 2)), tokens),
                net.weight("lstm.inputs", -0.5, 0.5, 2, 4L * hidden, channels),
                net.weight("lstm.hidden", -0.5, 0.5, 2, 4L * hidden, hidden));
        String last = net.node(
                Reshape.of(Reshape.Kind.RESHAPE),
                net.node(new Operator.Transpose(Longs.of(1, 0, 2)), states.get(1)),
                net.integers(0, 2L * hidden));
        return net.build(product("head", net.relu(product("inner", last, 2 * hidden, 6)), 6, 10));
    }

    /** Read at places that the network computes. */
    private Model sampled() {
        int channels = between(4, 7);
        String value = stem(channels);
        String places = net.node(
                new Operator.Transpose(Longs.of(0, 2, 3, 1)),
                net.node(Activation.of(Activation.Kind.TANH), net.convolution("places", value, channels, 2, 3, 1, 1)));
        String read = net.node(new Operator.Opaque("", "GridSample", Map.of(), List.of()), value, places);
        return classify(net.add(read, convolution(value, channels, channels, 3, 1, 1)), channels);
    }

    private String product(String name, String in, int from, int to) {
        return net.node(new Operator.MatMul(), in, net.weight(name + ".weight", -0.5, 0.5, from, to));
    }

    private String heads(String value, int heads, int perHead, Longs permutation) {
        return net.node(
                new Operator.Transpose(permutation),
                net.node(Reshape.of(Reshape.Kind.RESHAPE), value, net.integers(0, 0, heads, perHead)));
    }
}

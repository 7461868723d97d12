package io.espalier.zoo.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.graph.Operator.Normalization;
import io.espalier.zoo.graph.Operator.Reshape;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.testing.ChannelNetworks;
import io.espalier.zoo.testing.ChannelNetworks.Family;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChannelGroupsTest {

    private static ChannelGroups groupsOf(NetworkBuilder net, String... outputs) {
        return ChannelGroups.of(net.build(outputs).graph());
    }

    private static ChannelGroup group(ChannelGroups groups, String id) {
        return groups.group(id).orElseThrow(() -> new AssertionError(id + " is none of " + groups.groups()));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void groupsPartitionTheChannels(Family family) {
        for (long seed = 0; seed < 10; seed++) {
            ChannelGroups groups =
                    ChannelGroups.of(ChannelNetworks.of(family, seed).graph());
            Set<String> ids = new HashSet<>();
            Set<List<Object>> places = new HashSet<>();

            assertThat(groups.prunable()).as("%s, seed %d", family, seed).isNotEmpty();
            for (ChannelGroup group : groups.groups()) {
                String kind = family == Family.MIXED ? group.id() : kind(group);
                assertThat(ids.add(group.id())).isTrue();
                assertThat(group.prunable()).isEqualTo(group.reason().isEmpty());
                for (ChannelSlice slice : group.slices()) {
                    assertThat(slice.indices()).hasSize(group.channels());
                    for (Longs unit : slice.indices()) {
                        unit.stream()
                                .forEach(index -> assertThat(
                                                places.add(List.of(kind, slice.value(), slice.axis(), index)))
                                        .as("%s axis %d index %d in one unit only", slice.value(), slice.axis(), index)
                                        .isTrue());
                    }
                }
            }
        }
    }

    /** Each channel of an attention is in two groups: one of heads, one of dimensions in the heads. */
    private static String kind(ChannelGroup group) {
        boolean heads = group.slices().stream()
                .anyMatch(slice -> slice.indices().stream().anyMatch(ChannelGroupsTest::isRun));
        return heads ? "runs" : "single channels";
    }

    private static boolean isRun(Longs positions) {
        return positions.size() > 1 && positions.at(1) == positions.at(0) + 1;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void nothingIsFrozenWithoutNeed(Family family) {
        for (long seed = 0; seed < 10; seed++) {
            assertThat(ChannelGroups.of(ChannelNetworks.of(family, seed).graph())
                            .groups())
                    .filteredOn(group -> !group.prunable())
                    .as("%s, seed %d", family, seed)
                    .extracting(ChannelGroup::reason)
                    .allMatch(reason -> Stream.of(
                                    "graph output",
                                    "one unit",
                                    "hidden units",
                                    "gives the places",
                                    "sees all channels",
                                    "summed over in constants",
                                    "position of the kernel")
                            .anyMatch(reason::contains));
        }
    }

    @Test
    void aResidualStreamIsOneGroupNamedAfterItsFirstProducer() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stream = net.relu(net.convolution("stem", net.input(3, 8, 8), 3, 6, 3, 1, 1));
        String branch = net.relu(net.convolution("inner", stream, 6, 4, 3, 1, 1));
        String sum = net.add(stream, net.convolution("outer", branch, 4, 6, 3, 1, 1));

        ChannelGroups groups = groupsOf(net, net.classifier(sum, 6, 10));

        assertThat(groups.groups())
                .extracting(ChannelGroup::id)
                .containsExactly("stem.weight", "inner.weight", "fc.weight");
        assertThat(group(groups, "stem.weight").channels()).isEqualTo(6);
        assertThat(group(groups, "stem.weight").producers()).containsExactly("stem.weight", "outer.weight");
        assertThat(group(groups, "fc.weight").reason()).contains("graph output");
    }

    @Test
    void zeroPaddedShortcutsTieStagesInThreeGroups() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String value = net.relu(net.convolution("stage1", net.input(3, 8, 8), 3, 4, 3, 1, 1));
        int channels = 4;
        for (int stage = 2; stage <= 3; stage++) {
            int pad = channels / 2;
            String padded = net.node(new Operator.Pad("constant"), value, net.integers(0, pad, 0, 0, 0, pad, 0, 0));
            value = net.relu(net.add(net.convolution("stage" + stage, value, channels, 2 * channels, 3, 1, 1), padded));
            channels *= 2;
        }

        ChannelGroups groups = groupsOf(net, net.classifier(value, channels, 10));

        assertThat(groups.prunable())
                .extracting(ChannelGroup::id, ChannelGroup::channels)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("stage1.weight", 4),
                        org.assertj.core.groups.Tuple.tuple("stage2.weight", 4),
                        org.assertj.core.groups.Tuple.tuple("stage3.weight", 8));
        assertThat(group(groups, "stage3.weight").slices())
                .filteredOn(slice -> slice.value().equals("stage3.weight") && slice.axis() == 0)
                .singleElement()
                .satisfies(slice -> assertThat(slice.indices())
                        .extracting(unit -> unit.at(0))
                        .containsExactly(0L, 1L, 2L, 3L, 12L, 13L, 14L, 15L));
    }

    @Test
    void groupsOfOneProducerAreToldApartByTheirFirstChannel() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String wide = net.convolution("wide", net.input(3, 8, 8), 3, 5, 1, 1, 1);
        List<String> parts = net.nodes(new Operator.Split(1, Longs.of(), 0), 2, wide, net.integers(2, 3));
        String left = net.add(parts.get(0), net.convolution("left", parts.get(1), 3, 2, 1, 1, 1));

        ChannelGroups groups = groupsOf(net, net.classifier(left, 2, 10));

        assertThat(groups.prunable()).extracting(ChannelGroup::id).containsExactly("wide.weight#0", "wide.weight#2");
    }

    @Test
    void aGroupedConvolutionLosesTheSameChannelOfEveryGroup() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 6, 1, 1, 1);
        String grouped = net.convolution("grouped", stem, 6, 8, 3, 1, 2);

        ChannelGroups groups = groupsOf(net, net.classifier(grouped, 8, 10));

        assertThat(group(groups, "stem.weight").channels()).isEqualTo(3);
        assertThat(group(groups, "grouped.weight").channels()).isEqualTo(4);
        assertThat(group(groups, "grouped.weight").slices().get(0).indices().get(1))
                .isEqualTo(Longs.of(1, 5));
    }

    @Test
    void aFlattenedChannelIsARunOfColumns() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 2, 2), 3, 3, 1, 1, 1);
        String flat = net.node(Reshape.of(Reshape.Kind.FLATTEN), stem);
        String out = net.node(
                new Operator.Gemm(false, true, 1, 1),
                flat,
                net.weight("fc", -1, 1, 10, 12),
                net.weight("b", -1, 1, 10));

        ChannelGroups groups = groupsOf(net, out);

        assertThat(group(groups, "stem.weight").slices())
                .filteredOn(slice -> slice.value().equals("fc"))
                .singleElement()
                .satisfies(slice -> assertThat(slice.indices().get(1)).isEqualTo(Longs.of(4, 5, 6, 7)));
    }

    @Test
    void aWeightThatTwoNodesReadTiesWhatBothMake() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 4, 1, 1, 1);
        String other = net.convolution("other", "input", 3, 4, 1, 1, 1);
        String shared = net.weight("shared", -1, 1, 5, 4, 1, 1);
        Operator.Convolution operator = Operator.Convolution.of(1, 1, 0, 1);
        String joined =
                net.node(new Operator.Concat(1), net.node(operator, stem, shared), net.node(operator, other, shared));

        ChannelGroups groups = groupsOf(net, net.classifier(joined, 10, 10));

        assertThat(group(groups, "shared").channels()).isEqualTo(5);
        assertThat(group(groups, "stem.weight").producers()).containsExactly("stem.weight", "other.weight");
    }

    @Test
    void whatIsNotUnderstoodOrMixesChannelsFreezesWithAReason() {
        assertFrozen(new Operator.Opaque("custom", "Wavelet", Map.of(), List.of()), "Wavelet");
        assertFrozen(new Operator.Softmax(1, false), "Softmax");
        assertFrozen(new Normalization(Normalization.Kind.LRN, 1, Map.of()), "response normalization");
        assertFrozen(new Operator.Reduce(Operator.Reduce.Kind.MAX, Longs.of(1), true, false), "all channels at once");
    }

    private static void assertFrozen(Operator operator, String reason) {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 4, 1, 1, 1);
        String odd = net.node(operator, stem);
        net.graph()
                .output(
                        odd,
                        TensorType.floats(new Shape(List.of(Dim.symbol("N"), Dim.symbol("C"), Dim.of(8), Dim.of(8)))));

        ChannelGroups groups = groupsOf(net, net.classifier(stem, 4, 10));

        assertThat(group(groups, "stem.weight").prunable()).isFalse();
        assertThat(group(groups, "stem.weight").reason()).contains(reason);
    }

    @Test
    void layerNormalizationFreezesTheStreamAndNotTheHiddenUnits() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String in = net.input("tokens", DataType.FLOAT, Shape.of(1, 5, 3));
        String stream = net.node(new Operator.MatMul(), in, net.weight("embed", -1, 1, 3, 6));
        String normal = net.node(
                new Normalization(Normalization.Kind.LAYER, 1e-5f, Map.of()),
                stream,
                net.weight("scale", 0.5, 1, 6),
                net.weight("bias", -1, 1, 6));
        String hidden = net.relu(net.node(new Operator.MatMul(), normal, net.weight("up", -1, 1, 6, 9)));
        String sum = net.node(
                new Elementwise(Elementwise.Kind.ADD),
                stream,
                net.node(new Operator.MatMul(), hidden, net.weight("down", -1, 1, 9, 6)));
        String out = net.node(new Operator.MatMul(), sum, net.weight("head", -1, 1, 6, 10));

        ChannelGroups groups = groupsOf(net, out);

        assertThat(group(groups, "embed").reason()).contains("LayerNormalization");
        assertThat(group(groups, "up").channels()).isEqualTo(9);
        assertThat(groups.prunable()).extracting(ChannelGroup::id).containsExactly("up");
    }

    @Test
    void sizesOfChannelsThatReachArithmeticFreezeThem() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 4, 1, 1, 1);
        // The whole product depends on the free batch, so folding leaves it to run time.
        String sizes = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), stem);
        String floats = net.node(new Operator.Cast(DataType.FLOAT), sizes);
        String scale = net.node(new Operator.Reduce(Operator.Reduce.Kind.MAX, Longs.of(0), false, false), floats);
        String scaled = net.node(new Elementwise(Elementwise.Kind.MUL), stem, scale);

        ChannelGroups groups = groupsOf(net, net.classifier(scaled, 4, 10));

        assertThat(group(groups, "stem.weight").reason()).contains("number of its channels");
    }

    /** As in a feature pyramid over images of any size, one at a time. */
    @Test
    void aResizeToTheSizesOfAnotherImageLetsChannelsGo() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        Shape image = new Shape(List.of(Dim.of(1), Dim.of(3), Dim.symbol("H"), Dim.symbol("W")));
        String fine = net.convolution("fine", net.input("image", DataType.FLOAT, image), 3, 4, 3, 2, 1);
        String coarse = net.convolution("coarse", fine, 4, 4, 3, 2, 1);
        String outer = sizes(net, coarse, 0, 2);
        String target = net.node(new Operator.Concat(0), outer, sizes(net, fine, 2, 4));
        String sum = net.add(fine, net.node(new Operator.Resize(Map.of()), coarse, "", "", target));

        ChannelGroups groups = groupsOf(net, net.classifier(sum, 4, 10));

        assertThat(group(groups, "fine.weight").prunable()).isTrue();
        assertThat(group(groups, "fine.weight").producers()).containsExactly("fine.weight", "coarse.weight");
    }

    private static String sizes(NetworkBuilder net, String value, long from, long to) {
        String all = net.node(new Operator.ShapeOf(0, Long.MAX_VALUE), value);
        return net.node(new Operator.Slice(), all, net.integers(from), net.integers(to), net.integers(0));
    }

    @Test
    void whatARecurrentLayerReadsCanGoAndItsHiddenUnitsCannot() {
        ChannelGroups groups =
                ChannelGroups.of(ChannelNetworks.of(Family.RECURRENT, 2).graph());

        assertThat(group(groups, "conv1.weight").prunable()).isTrue();
        assertThat(group(groups, "lstm.hidden").reason()).contains("the hidden units of LSTM");
        assertThat(group(groups, "inner.weight").prunable()).isTrue();
    }

    @Test
    void keysThatQueriesShareAreCutWithAllOfThem() {
        ChannelGroups groups =
                ChannelGroups.of(ChannelNetworks.of(Family.GROUPED_QUERY, 1).graph());

        ChannelGroup heads = group(groups, "query.weight#0");
        assertThat(heads.prunable()).isTrue();
        assertThat(heads.producers()).containsExactly("query.weight", "key.weight", "value.weight");
        assertThat(heads.slices().stream()
                        .filter(slice -> slice.value().equals("query.weight"))
                        .mapToInt(slice -> slice.indices().get(0).size())
                        .sum())
                .isEqualTo(2
                        * heads.slices().stream()
                                .filter(slice -> slice.value().equals("key.weight"))
                                .mapToInt(slice -> slice.indices().get(0).size())
                                .sum());
    }

    /** A step beyond the end takes the first channel alone. */
    @Test
    void positionsOutOfRangeFreeze() {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.convolution("stem", net.input(3, 8, 8), 3, 4, 1, 1, 1);
        String first = net.node(
                new Operator.Slice(),
                stem,
                net.integers(0),
                net.integers(Long.MAX_VALUE),
                net.integers(1),
                net.integers(1L << 40));

        ChannelGroups groups = groupsOf(net, net.classifier(first, 1, 10));

        assertThat(group(groups, "stem.weight").reason()).contains("out of range");
    }

    @Test
    void headsAreAGroupAndSoAreDimensionsInAllHeads() {
        Model model = ChannelNetworks.of(Family.ATTENTION, 4);

        ChannelGroups groups = ChannelGroups.of(model.graph());

        ChannelGroup heads = group(groups, "query.weight#0");
        assertThat(heads.prunable()).isTrue();
        assertThat(heads.channels()).isEqualTo(2);
        assertThat(heads.producers()).containsExactly("query.weight", "key.weight", "value.weight");
        ChannelGroup dimensions = group(groups, "query.weight#0/1");
        assertThat(dimensions.producers()).containsExactly("query.weight", "key.weight");
        assertThat(dimensions.slices().get(0).indices().get(0).size()).isEqualTo(2);
        assertThat(group(groups, "value.weight").channels()).isEqualTo(dimensions.channels());
    }
}

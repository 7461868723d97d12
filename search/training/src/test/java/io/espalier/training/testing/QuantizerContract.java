package io.espalier.training.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.training.CrossEntropy;
import io.espalier.training.GradientRequest;
import io.espalier.training.Schedule;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.testing.Feeds;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.testing.RandomNetworks;
import io.espalier.zoo.transform.ActivationHistograms;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FakeQuantization;
import io.espalier.zoo.transform.ScaleRule;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Quantizers in training. The straight-through estimator is no derivative of rounding, so it is held to its own definition:
 * the gradients are those of a network without quantizers whose numbers are the rounded ones, passed on between the
 * outermost levels and stopped beyond; and the gradient of a step is the sum of those of the output times what LSQ says.
 */
public interface QuantizerContract {
    int BATCH = 4;
    int CLASSES = 5;
    int STEPS = 30;

    TrainingEngine engine();

    static Stream<Arguments> widthsAndSeeds() {
        return IntStream.rangeClosed(2, 8)
                .boxed()
                .flatMap(bits -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(bits, seed)));
    }

    /** A network whose convolution reads a rounded weight; and the one that has the rounded numbers. */
    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("io.espalier.training.testing.QuantizerContract#widthsAndSeeds")
    default void weightsBetweenTheLevelsHaveTheGradientsOfTheRoundedOnes(int bits, long seed) {
        int most = (1 << (bits - 1)) - 1;
        float[] steps = {.4f / most, .2f / most, .1f / most, 2f / most};
        Model quantized = ofWeights(seed, net -> rounded(net, "c.weight", steps, most));
        float[] weight = quantized.weights().get("c.weight").floats();
        int inChannel = weight.length / steps.length;
        float[] levels = new float[weight.length];
        float[] rounded = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            levels[i] = Math.max(-most, Math.min(most, (float) Math.rint(weight[i] / steps[i / inChannel])));
            rounded[i] = levels[i] * steps[i / inChannel];
        }
        Model plain = ofWeights(seed, net -> "c.weight");
        Longs shape = plain.weights().get("c.weight").shape();
        plain = new Model(plain.graph(), plain.weights().with("c.weight", Tensor.ofFloats(shape, rounded)));

        Map<String, Tensor> ofQuantized = gradients(quantized);
        float[] ofRounded = known(gradients(plain), "c.weight");

        double[] byStep = new double[steps.length];
        float[] expected = new float[weight.length];
        int outside = 0;
        for (int i = 0; i < weight.length; i++) {
            double v = weight[i] / (double) steps[i / inChannel];
            boolean inside = Math.abs(v) <= most;
            expected[i] = inside ? ofRounded[i] : 0;
            outside += inside ? 0 : 1;
            byStep[i / inChannel] += ofRounded[i] * (levels[i] - (inside ? v : 0));
        }
        assertThat(outside).isBetween(1, weight.length - 1);
        assertThat(known(ofQuantized, "c.weight")).containsExactly(expected, within(1e-6f));
        float[] ofSteps = known(ofQuantized, "c.weight/scale");
        for (int c = 0; c < steps.length; c++) {
            double lsq = byStep[c] / Math.sqrt((double) inChannel * most);
            assertThat((double) ofSteps[c]).isCloseTo(lsq, within(1e-4 * Math.abs(lsq) + 1e-6));
        }
        assertThat(known(ofQuantized, "fc.weight"))
                .containsExactly(known(gradients(plain), "fc.weight"), within(1e-6f));
    }

    /**
     * A network that rounds an activation x; and one that has in its place x · m + a for constants m, 1 between the
     * outermost levels and 0 beyond, and a, what rounding adds. Its gradient by a is that by the rounded value.
     */
    @ParameterizedTest(name = "{0} bits, seed {1}")
    @MethodSource("io.espalier.training.testing.QuantizerContract#widthsAndSeeds")
    default void activationsPassTheGradientsOfTheRoundedOnes(int bits, long seed) {
        int most = (1 << bits) - 1;
        int zero = most / 3;
        float step = 1.2f / most;
        Model quantized = ofActivations(seed, (net, x) -> rounded(net, x, step, zero, most));
        Map<String, Tensor> feeds = batches(quantized).batch(0).inputs();
        float[] x = known(run(ofActivations(seed, (net, value) -> value, true), feeds), "node0_out");
        float[] mask = new float[x.length];
        float[] added = new float[x.length];
        float[] levels = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float v = x[i] / step;
            mask[i] = v >= -zero && v <= most - zero ? 1 : 0;
            levels[i] = Math.max(-zero, Math.min(most - zero, (float) Math.rint(v)));
            added[i] = levels[i] * step - mask[i] * x[i];
        }
        Model plain = ofActivations(seed, (net, value) -> {
            String masked = net.node(
                    new Operator.Elementwise(Operator.Elementwise.Kind.MUL),
                    value,
                    net.weight("mask", Tensor.ofFloats(Longs.of(BATCH, 4, 8, 8), mask)));
            return net.add(masked, net.weight("added", Tensor.ofFloats(Longs.of(BATCH, 4, 8, 8), added)));
        });

        Map<String, Tensor> ofQuantized = gradients(quantized);
        Map<String, Tensor> ofPlain = gradients(plain);

        double byStep = 0;
        double outside = 0;
        float[] byValue = known(ofPlain, "added");
        for (int i = 0; i < x.length; i++) {
            byStep += byValue[i] * (levels[i] - mask[i] * (x[i] / (double) step));
            outside += 1 - mask[i];
        }
        double lsq = byStep / Math.sqrt(4 * 8 * 8.0 * Math.max(zero, most - zero));
        assertThat(outside / x.length).isBetween(.02, .98);
        for (String weight : List.of("b.weight", "c.weight", "fc.weight")) {
            assertThat(known(ofQuantized, weight)).as(weight).containsExactly(known(ofPlain, weight), within(2e-5f));
        }
        assertThat((double) known(ofQuantized, "x/scale")[0]).isCloseTo(lsq, within(1e-3 * Math.abs(lsq) + 1e-6));
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {2, 4, 8})
    default void stepsAreLearntAndStayAboveZero(int bits) {
        Model model = network(bits, ScaleRule.LEARNED);

        Model trained = train(model, .3);

        List<String> moved = new ArrayList<>();
        trained.weights().tensors().forEach((name, tensor) -> {
            if (name.endsWith("/scale")) {
                for (float step : tensor.floats()) {
                    assertThat(step).as(name).isPositive();
                }
                if (!tensor.equals(model.weights().get(name))) {
                    moved.add(name);
                }
            } else if (tensor.dataType() != DataType.FLOAT) {
                assertThat(tensor).as(name).isEqualTo(model.weights().get(name));
            }
        });
        assertThat(moved).hasSizeGreaterThan(10);
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {2, 4, 8})
    default void observedStepsReachToWhatTheyRound(int bits) {
        int most = (1 << (bits - 1)) - 1;
        Model model = network(bits, ScaleRule.OBSERVED);

        // So small a rate leaves the weights nearly where they were before the last update.
        Model trained = train(model, 1e-5);

        float[] weight = trained.weights().get("stem.weight").floats();
        float[] steps =
                trained.weights().get("stem.weight/%d/0/scale".formatted(bits)).floats();
        int inChannel = weight.length / steps.length;
        for (int c = 0; c < steps.length; c++) {
            float greatest = 0;
            for (int i = c * inChannel; i < (c + 1) * inChannel; i++) {
                greatest = Math.max(greatest, Math.abs(weight[i]));
            }
            assertThat(steps[c] * most).isCloseTo(greatest, within(1e-4f * greatest));
        }
        String image = "input/%d/".formatted(bits);
        int zero = (int) model.weights().get(image + "zero_point").longs()[0];
        double wanted = 1.0 / Math.min(zero, (1 << bits) - 1 - zero);
        double kept = Math.pow(.99, STEPS);
        double began = model.weights().get(image + "scale").floats()[0];
        assertThat((double) trained.weights().get(image + "scale").floats()[0])
                .isCloseTo(kept * began + (1 - kept) * wanted, within(.01 * wanted));
    }

    private Model train(Model model, double rate) {
        CrossEntropy loss = CrossEntropy.of(model.graph().outputs().get(0).name());
        Schedule schedule = Schedule.fineTuning(STEPS).withPeakLearningRate(rate);
        return engine().train(new TrainingRequest(model, batches(model), loss, schedule, 1, 2), TrainingListener.NONE)
                .model();
    }

    private static Model network(int bits, ScaleRule scales) {
        Model network = RandomNetworks.residual(1, true);
        Model exported = ExportForm.of(network);
        Precision precision = new Precision(bits, bits);
        ActivationHistograms histograms = ActivationHistograms.collect(
                exported, List.of(Feeds.of(exported.graph(), 8, 1)), OnnxRuntime.open(), 1);
        return FakeQuantization.insert(network, exported.graph(), node -> precision, histograms, scales);
    }

    private Map<String, Tensor> gradients(Model model) {
        List<Map<String, Tensor>> heard = new ArrayList<>();
        CrossEntropy loss = CrossEntropy.of(model.graph().outputs().get(0).name());
        engine().gradients(new GradientRequest(model, batches(model), 1, loss, 2), heard::add);
        return heard.get(0);
    }

    private static RandomBatches batches(Model model) {
        return new RandomBatches(model.graph(), BATCH, CLASSES, 5);
    }

    private static float[] known(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name).floats();
    }

    static Map<String, Tensor> run(Model model, Map<String, Tensor> feeds) {
        try (InferenceSession session = OnnxRuntime.open().open(model, SessionOptions.of(1))) {
            return session.run(feeds);
        }
    }

    interface WeightOf extends Function<NetworkBuilder, String> {}

    private static Model ofWeights(long seed, WeightOf weight) {
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        String input = net.input(3, 8, 8);
        net.weight("c.weight", -.5, .5, 4, 3, 3, 3);
        String value = net.relu(net.node(Operator.Convolution.of(3, 1, 1, 1), input, weight.apply(net)));
        return net.build(net.classifier(value, 4, CLASSES));
    }

    interface Between extends BiFunction<NetworkBuilder, String, String> {}

    private static Model ofActivations(long seed, Between between) {
        return ofActivations(seed, between, false);
    }

    /** @param first whether the output is the value that is rounded */
    private static Model ofActivations(long seed, Between between, boolean first) {
        NetworkBuilder net = new NetworkBuilder(seed, 17);
        String input = net.input(3, 8, 8);
        String x = net.node(Operator.Convolution.of(3, 1, 1, 1), input, net.weight("b.weight", -.3, .3, 4, 3, 3, 3));
        String y = between.apply(net, x);
        String value = net.relu(net.convolution("c", y, 4, 6, 3, 1, 1));
        String output = net.classifier(value, 6, CLASSES);
        return first ? net.build(x) : net.build(output);
    }

    private static String rounded(NetworkBuilder net, String weight, float[] steps, int most) {
        net.weight("c.weight/scale", Tensor.ofFloats(Longs.of(steps.length), steps));
        net.weight("c.weight/zero", Tensor.ofBytes(DataType.INT8, Longs.of(steps.length), new byte[steps.length]));
        return pair(net, weight, "c.weight", 0, DataType.INT8, -most, most);
    }

    private static String rounded(NetworkBuilder net, String x, float step, int zero, int most) {
        net.weight("x/scale", Tensor.ofFloats(Longs.of(), step));
        net.weight("x/zero", Tensor.ofBytes(DataType.UINT8, Longs.of(), (byte) zero));
        return pair(net, x, "x", 1, DataType.UINT8, 0, most);
    }

    private static String pair(
            NetworkBuilder net, String value, String name, int axis, DataType type, int least, int greatest) {
        String codes = net.node(new Operator.Quantize(axis), value, name + "/scale", name + "/zero");
        codes = net.node(
                Activation.of(Activation.Kind.CLIP),
                codes,
                net.weight(name + "/least", Tensor.ofBytes(type, Longs.of(), (byte) least)),
                net.weight(name + "/greatest", Tensor.ofBytes(type, Longs.of(), (byte) greatest)));
        return net.node(new Operator.Dequantize(axis), codes, name + "/scale", name + "/zero");
    }
}

package io.espalier.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a user asks for steers the search: the same search with and without it, by the same seed and budget, on devices
 * that are made up, so that nothing is measured. One device is slow on large images, where the network begins, the other
 * on small ones, where it ends. Half of the parameters must stay, so that a cut in one place costs the other.
 */
@DisabledOnOs(OS.WINDOWS)
class SteeringIT {
    private static final double SLOW = 20;
    private static final int PIXELS_OF_LARGE = 64;

    @TempDir
    static Path folder;

    private static Shell shell;
    /** By the latency on the device that is slow on small images. */
    private static JsonNode unsteered;

    @BeforeAll
    static void searchByLatency() throws IOException, InterruptedException {
        shell = new Shell(folder);
        Path model = TrainedModel.writeTo(folder);
        MadeUpProfiles.write(shell, model, "small", key -> key.size().product() < PIXELS_OF_LARGE ? SLOW : 1);
        MadeUpProfiles.write(shell, model, "large", key -> key.size().product() >= PIXELS_OF_LARGE ? SLOW : 1);
        GuidePlugin.pack(shell);
        unsteered = front("unsteered");
    }

    private static String[] arguments(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "search",
                "--model",
                "colours.onnx",
                "--data",
                "folder:colours",
                "--profile",
                "small.json",
                "--profile",
                "large.json",
                "--plugins",
                "plugins",
                "--decisions",
                "widths",
                "--constraint",
                "params >= 50%",
                "--budget",
                "24",
                "--seed",
                "3",
                "--out",
                out));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode front(String out, String... more) throws IOException {
        assertThat(shell.run(arguments(out, more))).as(shell.err()).isZero();
        return read(out);
    }

    private static JsonNode read(String out) throws IOException {
        JsonNode front = JsonMapper.shared().readTree(Files.readString(shell.file(out + "/front.json")));
        assertThat(front.at("/points")).isNotEmpty();
        return front;
    }

    private static double cost(JsonNode point, String name) {
        return point.path("costs").path(name).path("predicted").path("value").asDouble(Double.NaN);
    }

    private static void assertSteered(JsonNode steered, ToDoubleFunction<JsonNode> value) {
        assertThat(mean(steered, value)).isLessThan(mean(unsteered, value));
    }

    /** Over the points. */
    private static double mean(JsonNode front, ToDoubleFunction<JsonNode> value) {
        return StreamSupport.stream(front.at("/points").spliterator(), false)
                .mapToDouble(value)
                .average()
                .orElseThrow();
    }

    /** The real command in a process of its own, with the cost model that the guide shows. */
    @Test
    void anOwnCost() throws IOException, InterruptedException {
        Process process = shell.start(List.of(), arguments("run-traffic", "--objective", "activation-traffic"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertSteered(read("run-traffic"), point -> cost(point, "activation-traffic"));
        assertThat(Files.readString(shell.file("run-traffic/front.svg"))).contains("activation-traffic, bytes");
    }

    @Test
    void aComposedObjective() throws IOException {
        JsonNode front = front("run-mix", "--objective", "mix = 0.1*latency@small + 0.9*latency@large");
        ToDoubleFunction<JsonNode> mix = point -> .1 * cost(point, "latency@small") + .9 * cost(point, "latency@large");
        assertSteered(front, mix);
        double parent = mix.applyAsDouble(front.at("/parent"));
        for (JsonNode point : front.at("/points")) {
            assertThat(cost(point, "mix")).isCloseTo(mix.applyAsDouble(point), within(1e-12));
            assertThat(point.at("/costs/mix/unit").asString()).isEqualTo("ms");
            assertThat(point.at("/costs/mix/ofParent").asDouble())
                    .isCloseTo(mix.applyAsDouble(point) / parent, within(1e-12));
        }
    }

    @Test
    void theWorstOfTwoDevices() throws IOException {
        String worst = "max(latency@small/parent, latency@large/parent)";
        JsonNode front = front("run-worst", "--objective", worst, "--constraint", worst + " <= 95%");
        JsonNode parent = front.at("/parent");
        ToDoubleFunction<JsonNode> value = point -> Math.max(
                cost(point, "latency@small") / cost(parent, "latency@small"),
                cost(point, "latency@large") / cost(parent, "latency@large"));
        assertSteered(front, value);
        for (JsonNode point : front.at("/points")) {
            assertThat(cost(point, worst)).isCloseTo(value.applyAsDouble(point), within(1e-12));
            assertThat(cost(point, worst)).isLessThanOrEqualTo(.95);
        }
        assertThat(Files.readAllLines(shell.file("run-worst/front.csv")).get(0))
                .endsWith(",file,\"" + worst + "_predicted\",\"" + worst + "_measured\"");
    }

    @Test
    void aPriceNeedsThatOfAnHour() throws IOException {
        assertThat(shell.run(arguments("run-price-not", "--objective", "price")))
                .isEqualTo(2);
        assertThat(shell.err()).isEqualTo("""
                The metric (price) cannot be priced, at character 1 of the objective "price".
                Maybe --price-per-hour 0.34: what the machine costs an hour, in any currency.
                """);
        JsonNode front =
                front("run-price", "--objective", "price", "--objective", "throughput", "--price-per-hour", "0.34");
        for (JsonNode point : front.at("/points")) {
            double perSecond = cost(point, "throughput@small");
            assertThat(perSecond).isCloseTo(2 * 1000 / cost(point, "latency@small"), within(1e-6));
            assertThat(cost(point, "price@small")).isCloseTo(.34 / 3600 * 1e6 / perSecond, within(1e-9));
            assertThat(point.at("/costs/throughput@small/ofParent").asDouble()).isGreaterThan(1);
        }
        assertThat(front.at("/hypervolume").asDouble()).isBetween(1e-6, 1.0);
    }
}

package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.measure.EnergyMeter;
import io.espalier.profile.measure.Kernels;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.export.Front;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Vocabulary;
import io.espalier.search.testing.QuickEngine;
import io.espalier.search.testing.SmallSearch;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.weights.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What whole runs on a small network write, measure and refuse. */
class PruningSearchIT {
    private final SmallSearch runs;

    PruningSearchIT(@TempDir Path folder) {
        runs = new SmallSearch(folder);
    }

    @Test
    void writesAFrontOfModelsThatRun() {
        SearchResult result =
                runs.search().run(runs.request("front", 24).evaluators(2).build(), SearchListener.NONE);
        assertThat(result.scored()).isEqualTo(24);
        JsonNode json = JsonMapper.shared()
                .readTree(result.directory().resolve("front.json").toFile());
        assertThat(json.path("points").size()).isEqualTo(result.front().points().size());
        assertThat(json.path("parent")
                        .path("accuracy")
                        .path("test")
                        .path("value")
                        .isNumber())
                .isTrue();
        assertThat(json.path("baselines").path(0).path("id").asString()).isEqualTo("parent-int8");
        for (FrontPoint point : result.front().points()) {
            Path file = result.directory().resolve(point.file().orElseThrow());
            Model model = OnnxReader.read(file);
            assertThat(model.graph().metadata())
                    .containsEntry("espalier.key", point.key().hash());
            assertThat(point.latency()).isPresent();
        }
        assertThat(result.directory().resolve("front.csv")).isNotEmptyFile();
        assertThat(result.directory().resolve("run.json")).isNotEmptyFile();
        assertThat(result.directory().resolve("profile.json")).isNotEmptyFile();
    }

    @Test
    void aLimitTooShortForTheProfileIsNamed() {
        SearchRequest request = runs.request("short", 4)
                .profiles(List.of(SmallSearch.unmeasured()), true)
                .extendProfile(extended -> {})
                .timeLimit(Duration.ofMillis(10), Instant.now())
                .build();
        assertThatThrownBy(() -> runs.search().run(request, SearchListener.NONE))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("cannot price this model")
                .hasMessageContaining("Maybe a longer --time-limit (0 s)");
    }

    /** As if 8 bits had been measured while the machine had other work. */
    @Test
    void aProfileThatIsWrongAboutTheModelIsMeasuredAgain() {
        HardwareProfile spoiled = runs.profile()
                .withKernels(runs.profile().kernels().stream()
                        .filter(kernel -> kernel.key().precision().equals(Precision.INT8))
                        .map(kernel -> new KernelLatency(kernel.key(), fivefold(kernel.latency())))
                        .toList())
                .withNetworks(runs.profile().networks().stream()
                        .filter(sample -> sample.precision().equals(Precision.INT8))
                        .map(sample -> new NetworkSample(
                                sample.name(), sample.precision(), sample.kernels(), fivefold(sample.latency())))
                        .toList());
        AtomicReference<HardwareProfile> kept = new AtomicReference<>(spoiled);
        List<String> warnings = new ArrayList<>();
        runs.search()
                .run(
                        runs.request("spoiled", 4)
                                .profiles(List.of(spoiled), true)
                                .extendProfile(kept::set)
                                .build(),
                        event -> {
                            if (event instanceof SearchEvent.Warned warned) {
                                warnings.add(warned.message());
                            }
                        });
        assertThat(warnings).anyMatch(message -> message.contains("it is measured again"));
        for (Kernel kernel : Kernels.of(SmallSearch.MODEL.graph(), Precision.INT8)) {
            double before = spoiled.kernel(kernel.key()).orElseThrow().latency().p10Us();
            assertThat(kept.get().kernel(kernel.key()).orElseThrow().latency().p10Us())
                    .as(kernel.key().toString())
                    .isLessThan(kernel.key().precision().equals(Precision.INT8) ? before / 2 : 2 * before);
        }
    }

    /** Seen so often that a search neither measures it again of itself nor averages it away. */
    private static LatencyStatistics fivefold(LatencyStatistics one) {
        return new LatencyStatistics(
                5 * one.p10Us(), 5 * one.medianUs(), 5 * one.madUs(), 5 * one.p95Us(), 10_000, 50_000);
    }

    @Test
    void anEngineThatCannotTrainTheModelLeavesItsCutsUntrained() {
        List<String> warnings = new ArrayList<>();
        SearchResult result = runs.search(
                        QuickEngine.refusing("The engine cannot train this network: a riddle.\nMaybe not."))
                .run(runs.request("refused", 8).build(), event -> {
                    if (event instanceof SearchEvent.Warned warned) {
                        warnings.add(warned.message());
                    }
                });

        assertThat(warnings)
                .anySatisfy(warning -> assertThat(warning)
                        .startsWith("The engine cannot train this network: a riddle.\nThe search goes on without"));
        assertThat(result.front().parent().test()).isPresent();
        JsonNode versions = JsonMapper.shared()
                .readTree(result.directory().resolve("run.json").toFile())
                .path("versions");
        assertThat(versions.path("none").asString()).isEqualTo("1");
        assertThat(versions.has("quick")).isFalse();
    }

    @Test
    void onlyPredictsForADeviceThatIsNotHere() {
        Front front = runs.search()
                .run(
                        runs.request("elsewhere", 12)
                                .profiles(List.of(runs.profile()), false)
                                .build(),
                        SearchListener.NONE)
                .front();
        assertThat(front.points()).isNotEmpty().allSatisfy(point -> {
            assertThat(point.latency()).isEmpty();
            assertThat(point.predicted())
                    .containsKey("latency@" + runs.profile().id().value());
        });
    }

    /** On a machine that draws 10 W, by its meter. */
    @Test
    void measuresUnderLoadWhatIsAskedFor() {
        String id = runs.profile().id().value();
        Vocabulary vocabulary = CostCatalog.vocabulary(List.of(id), List.of(), OptionalDouble.of(.36));
        EnergyMeter meter = () -> OptionalDouble.of(10 * (System.nanoTime() / 1e9));
        List<Optional<Duration>> left = new ArrayList<>();
        SearchResult result = runs.search(new QuickEngine(), meter)
                .run(
                        runs.request("load", 6)
                                .objectives(Objective.parseAll(List.of("throughput", "energy", "price"), vocabulary))
                                .pricePerHour(.36)
                                .build(),
                        event -> {
                            if (event instanceof SearchEvent.MeasuringProgressed measuring) {
                                left.add(measuring.left());
                            }
                        });
        assertThat(left).as("left to the pace, under load").contains(Optional.empty());
        JsonNode json = JsonMapper.shared()
                .readTree(result.directory().resolve("front.json").toFile());
        List<JsonNode> models = new ArrayList<>(json.path("points").values());
        models.add(json.path("parent"));
        models.add(json.path("baselines").path(0));
        for (JsonNode model : models) {
            double perSecond = measured(model, "throughput@" + id);
            assertThat(perSecond).isPositive();
            assertThat(measured(model, "price@" + id)).isCloseTo(100 / perSecond, within(1e-9));
            assertThat(measured(model, "energy@" + id)).isPositive();
            assertThat(model.path("costs").has("bit-operations")).isFalse();
        }
        JsonNode energy = json.path("parent").path("costs").path("energy@" + id);
        assertThat(energy.path("predicted").path("confidence").asString()).isEqualTo("analytic");
    }

    private static double measured(JsonNode model, String metric) {
        return model.path("costs").path(metric).path("measured").path("value").asDouble(Double.NaN);
    }

    @Test
    void refusesAFolderThatIsNotEmpty() throws Exception {
        Path out = runs.folder().resolve("occupied");
        Files.createDirectories(out);
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> runs.search().run(runs.request("occupied", 4).build(), SearchListener.NONE))
                .hasMessage("The folder (%s) is not empty.%nMaybe another --out.".formatted(out));
        assertThatThrownBy(() -> runs.search()
                        .run(runs.request("missing", 4).resume(true).build(), SearchListener.NONE))
                .hasMessage("There is no run in (%s) to go on with.%nMaybe leave --resume out."
                        .formatted(runs.folder().resolve("missing")));
    }

    @Test
    void refusesABoundThatNothingKeeps() {
        Vocabulary vocabulary =
                CostCatalog.vocabulary(List.of(runs.profile().id().value()), List.of(), OptionalDouble.empty());
        Constraint constraint = Constraint.parse("macs <= 0.1%", vocabulary);
        assertThatThrownBy(() -> runs.search()
                        .run(
                                runs.request("unsatisfiable", 4)
                                        .constraints(List.of(constraint))
                                        .build(),
                                SearchListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "No candidate can keep the bound at character 9 of the constraint \"macs <= 0.1%\": the nearest is ");
    }
}

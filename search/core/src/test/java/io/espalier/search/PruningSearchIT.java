package io.espalier.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.Guice;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.measure.EnergyMeter;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.search.evaluate.CostCatalog;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evolve.EvolutionModule;
import io.espalier.search.export.Front;
import io.espalier.search.export.FrontPoint;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.search.objective.Constraint;
import io.espalier.search.objective.Objective;
import io.espalier.search.objective.Vocabulary;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.AxisDivisors;
import io.espalier.search.space.Parent;
import io.espalier.search.space.Recipe;
import io.espalier.search.testing.FileTrialStore;
import io.espalier.search.testing.ImagesAsTheModelSays;
import io.espalier.search.testing.QuickEngine;
import io.espalier.search.testing.SyntheticImages;
import io.espalier.training.TrainingEngine;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageSet;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.prune.Importance;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs on a small network, with the real runtime and a pretended training. */
class PruningSearchIT {
    private static final Model MODEL = model();
    private static final InferenceRuntime RUNTIME = OnnxRuntime.open();

    @TempDir
    private static Path folder;

    /** Three residual blocks of 16 channels with 32 inside. */
    private static Model model() {
        NetworkBuilder net = new NetworkBuilder(5, 17);
        String value = net.relu(net.convolution("stem", net.input(3, 16, 16), 3, 16, 3, 1, 1));
        for (int i = 0; i < 3; i++) {
            String inner = net.relu(net.convolution("block%d.conv1".formatted(i), value, 16, 32, 3, 1, 1));
            value = net.relu(net.add(net.convolution("block%d.conv2".formatted(i), inner, 32, 16, 3, 1, 1), value));
        }
        return net.build(net.classifier(value, 16, 10));
    }

    private static HardwareProfile profile;
    private static Map<String, Object> unkilled = Map.of();

    @BeforeAll
    static void measureOnce() {
        HardwareProfile empty = new ProfileMeasurement(RUNTIME, Map.of(), System::nanoTime, Clock.systemUTC())
                .start(Optional.empty(), 1, 1);
        AtomicReference<HardwareProfile> kept = new AtomicReference<>(empty);
        SearchRequest request = request("profiled", 4)
                .profiles(List.of(empty), true)
                .extendProfile(kept::set)
                .build();
        search().run(request, SearchListener.NONE);
        profile = kept.get();
    }

    private static PruningSearch search() {
        return search(new QuickEngine());
    }

    private static PruningSearch search(TrainingEngine engine) {
        return search(engine, EnergyMeter.NONE);
    }

    private static PruningSearch search(TrainingEngine engine, EnergyMeter meter) {
        return new PruningSearch(new SearchPorts(
                RUNTIME,
                engine,
                Guice.createInjector(new EvolutionModule()).getInstance(SearchMethodFactory.class),
                FileTrialStore::open,
                Clock.systemUTC(),
                System::nanoTime,
                meter));
    }

    private static SearchRequest.Builder request(String out, int budget) {
        return request(out, budget, SyntheticImages.splits());
    }

    private static SearchRequest.Builder request(String out, int budget, DataSplits splits) {
        SearchRequest.Builder builder = SearchRequest.builder("toy", MODEL, "hash", splits, folder.resolve(out))
                .budget(budget)
                .seed(3)
                .trainingThreads(2)
                .tuning(6, 3, 3, 5);
        return profile == null ? builder : builder.profiles(List.of(profile), true);
    }

    @Test
    void writesAFrontOfModelsThatRun() {
        SearchResult result = search().run(request("front", 24).evaluators(2).build(), SearchListener.NONE);
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
        HardwareProfile empty = new ProfileMeasurement(RUNTIME, Map.of(), System::nanoTime, Clock.systemUTC())
                .start(Optional.empty(), 1, 1);
        SearchRequest request = request("short", 4)
                .profiles(List.of(empty), true)
                .extendProfile(extended -> {})
                .timeLimit(Duration.ofMillis(10), Instant.now())
                .build();
        assertThatThrownBy(() -> search().run(request, SearchListener.NONE))
                .isInstanceOf(InvalidProfileException.class)
                .hasMessageContaining("cannot price this model")
                .hasMessageContaining("Maybe a longer --time-limit (0 s)");
    }

    /** As if 8 bits had been measured while the machine had other work. */
    @Test
    void aProfileThatIsWrongAboutTheModelIsMeasuredAgain() {
        HardwareProfile spoiled = profile.withKernels(profile.kernels().stream()
                        .filter(kernel -> kernel.key().precision().equals(Precision.INT8))
                        .map(kernel -> new KernelLatency(kernel.key(), fivefold(kernel.latency())))
                        .toList())
                .withNetworks(profile.networks().stream()
                        .filter(sample -> sample.precision().equals(Precision.INT8))
                        .map(sample -> new NetworkSample(
                                sample.name(), sample.precision(), sample.kernels(), fivefold(sample.latency())))
                        .toList());
        AtomicReference<HardwareProfile> kept = new AtomicReference<>(spoiled);
        List<String> warnings = new ArrayList<>();
        search().run(
                        request("spoiled", 4)
                                .profiles(List.of(spoiled), true)
                                .extendProfile(kept::set)
                                .build(),
                        event -> {
                            if (event instanceof SearchEvent.Warned warned) {
                                warnings.add(warned.message());
                            }
                        });
        assertThat(warnings).anyMatch(message -> message.contains("it is measured again"));
        for (Kernel kernel : Kernels.of(MODEL.graph(), Precision.INT8)) {
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
    void aTuningThatHarmsGivesWayToTheUntunedCut() {
        DataSplits splits = splitsAsTheModelSays();
        int unsaid = unsaid(splits);
        Front front = search(new QuickEngine(model -> sayingOnly(unsaid, model)))
                .run(request("harmed", 20, splits).build(), SearchListener.NONE)
                .front();
        assertThat(front.parent().validation().value()).isEqualTo(1);
        assertThat(front.points()).isNotEmpty();
        assertThat(front.points())
                .allSatisfy(point -> assertThat(point.validation().value()).isPositive());
    }

    /** Two runs that differ in what training does to one cut, which climbs in the first. */
    @Test
    void whoIsSpoiltByTheShortTrainingDoesNotClimb() {
        DataSplits splits = splitsAsTheModelSays();
        int unsaid = unsaid(splits);
        Map<Rung, List<Recipe>> alike = chosen("alike", splits, UnaryOperator.identity());
        Recipe climbing = alike.get(Rung.TUNED).get(0);
        Assembler assembler = new Assembler(Parent.of(MODEL, "hash", Importance.of("l1", 3)), AxisDivisors.NONE);
        String kernels = kernels(assembler.structure(climbing));

        Map<Rung, List<Recipe>> spoilt = chosen(
                "spoilt", splits, model -> kernels(model.graph()).equals(kernels) ? sayingOnly(unsaid, model) : model);

        assertThat(spoilt.get(Rung.BRIEF))
                .isEqualTo(alike.get(Rung.BRIEF))
                .hasSizeGreaterThan(alike.get(Rung.TUNED).size())
                .contains(climbing);
        assertThat(spoilt.get(Rung.TUNED)).hasSameSizeAs(alike.get(Rung.TUNED)).doesNotContain(climbing);
    }

    /** The cuts of each rung of tuning, when training has this effect. */
    private static Map<Rung, List<Recipe>> chosen(String out, DataSplits splits, UnaryOperator<Model> effect) {
        Map<Rung, List<Recipe>> cuts = new EnumMap<>(Rung.class);
        search(new QuickEngine(effect)).run(request(out, 40, splits).build(), event -> {
            if (event instanceof SearchEvent.CutsChosen chosen) {
                cuts.put(
                        chosen.rung(),
                        chosen.cuts().stream().map(Priced::recipe).toList());
            }
        });
        return cuts;
    }

    /** What tells cuts apart, whatever training adds to them. */
    private static String kernels(ModelGraph graph) {
        return graph.weights().values().stream()
                .map(TensorType::shape)
                .filter(shape -> shape.rank() == 4)
                .toList()
                .toString();
    }

    private static DataSplits splitsAsTheModelSays() {
        DataSplits plain = SyntheticImages.splits();
        return new DataSplits(
                plain.fit(),
                asTheModelSays(plain.searchValidation()),
                asTheModelSays(plain.test()),
                plain.description(),
                plain.explanation());
    }

    /** A class that the model never says. */
    private static int unsaid(DataSplits splits) {
        return IntStream.range(0, 10)
                .filter(label -> labels(splits.searchValidation()).noneMatch(said -> said == label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anEngineThatCannotTrainTheModelLeavesItsCutsUntrained() {
        List<String> warnings = new ArrayList<>();
        SearchResult result = search(
                        QuickEngine.refusing("The engine cannot train this network: a riddle.\nMaybe not."))
                .run(request("refused", 8).build(), event -> {
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

    private static Examples asTheModelSays(Examples examples) {
        ImageSet images = examples.images().orElseThrow().set();
        return SyntheticImages.examples(new ImagesAsTheModelSays(images, MODEL, RUNTIME));
    }

    private static IntStream labels(Examples examples) {
        ImageSet images = examples.images().orElseThrow().set();
        return IntStream.range(0, images.size()).map(images::label);
    }

    /** The network that takes everything for one class. */
    private static Model sayingOnly(int label, Model model) {
        float[] bias = new float[10];
        bias[label] = 1;
        Weights weights = model.weights();
        Tensor weight = weights.get("fc.weight");
        return new Model(
                model.graph(),
                weights.with("fc.weight", Tensor.ofFloats(weight.shape(), new float[weight.floats().length]))
                        .with("fc.bias", Tensor.ofFloats(weights.get("fc.bias").shape(), bias)));
    }

    @Test
    void oneOrTwoEvaluatorsEndAlike() {
        Front one = search().run(request("one", 20).evaluators(1).build(), SearchListener.NONE)
                .front();
        Front two = search().run(request("two", 20).evaluators(2).build(), SearchListener.NONE)
                .front();
        assertThat(outcome(two, "two")).isEqualTo(outcome(one, "one"));
    }

    @ParameterizedTest(name = "killed at {0} number {1}")
    @CsvSource({
        "CandidateScored, 1",
        "CandidateScored, 17",
        "CutsChosen, 1",
        "CutsChosen, 2",
        "TuningProgressed, 2",
        "CandidateTuned, 2",
        "TuningProgressed, 14",
        "MeasuringProgressed, 1"
    })
    void aKilledAndResumedRunEndsAsTheUnkilledOne(String kind, int number) {
        int[] left = {number};
        String name = "killed-" + kind + number;
        assertThatThrownBy(() -> search().run(request(name, 20).evaluators(2).build(), event -> {
                    if (event.getClass().getSimpleName().equals(kind) && --left[0] == 0) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        Front resumed = search().run(request(name, 20).resume(true).build(), SearchListener.NONE)
                .front();
        assertThat(outcome(resumed, name)).isEqualTo(unkilled());
    }

    private static synchronized Map<String, Object> unkilled() {
        if (unkilled.isEmpty()) {
            Front front = search().run(request("unkilled", 20).build(), SearchListener.NONE)
                    .front();
            unkilled = outcome(front, "unkilled");
        }
        return unkilled;
    }

    @Test
    void aResumedRunKeepsWhatTheClockDecided() {
        Path run = folder.resolve("timed").resolve("run.json");
        SearchRequest.Builder request = SearchRequest.builder(
                        "toy", MODEL, "hash", SyntheticImages.splits(), folder.resolve("timed"))
                .timeLimit(Duration.ofSeconds(20), Instant.now())
                .profiles(List.of(profile), true);
        List<Duration> left = new ArrayList<>();
        assertThatThrownBy(() -> search().run(request.build(), event -> {
                    if (event instanceof SearchEvent.TuningProgressed tuning) {
                        left.add(tuning.left().orElseThrow());
                    } else if (event instanceof SearchEvent.CandidateTuned) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        assertThat(left).isNotEmpty().isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(left.get(0)).isPositive().isLessThan(Duration.ofSeconds(20));
        Map<String, JsonNode> decided = choices(run);
        assertThat(decided).containsKeys("expected", "scored", "trainingsSideBySide", "tuningPlan", "tuningSteps");

        Front front =
                search().run(request.resume(true).build(), SearchListener.NONE).front();

        // A run this short has few finalists, and on a busy machine none may be measured faster than the parent.
        assertThat(front.points().size() + front.dropped().size()).isPositive();
        Map<String, JsonNode> after = choices(run);
        decided.forEach((name, before) -> {
            // Later waves of tuning are added.
            List<JsonNode> now =
                    new ArrayList<>(after.getOrDefault(name, before).values());
            assertThat(before.isArray() ? now.subList(0, before.size()) : after.get(name))
                    .as(name)
                    .isEqualTo(before.isArray() ? new ArrayList<>(before.values()) : before);
        });
    }

    private static Map<String, JsonNode> choices(Path runFile) {
        Map<String, JsonNode> choices = new TreeMap<>();
        JsonMapper.shared()
                .readTree(runFile.toFile())
                .path("choices")
                .properties()
                .forEach(choice -> choices.put(choice.getKey(), choice.getValue()));
        return choices;
    }

    @Test
    void onlyPredictsForADeviceThatIsNotHere() {
        Front front = search().run(
                        request("elsewhere", 12)
                                .profiles(List.of(profile), false)
                                .build(),
                        SearchListener.NONE)
                .front();
        assertThat(front.points()).isNotEmpty().allSatisfy(point -> {
            assertThat(point.latency()).isEmpty();
            assertThat(point.predicted()).containsKey("latency@" + profile.id().value());
        });
    }

    /** On a machine that draws 10 W, by its meter. */
    @Test
    void measuresUnderLoadWhatIsAskedFor() {
        String id = profile.id().value();
        Vocabulary vocabulary = CostCatalog.vocabulary(List.of(id), List.of(), OptionalDouble.of(.36));
        EnergyMeter meter = () -> OptionalDouble.of(10 * (System.nanoTime() / 1e9));
        SearchResult result = search(new QuickEngine(), meter)
                .run(
                        request("load", 6)
                                .objectives(Objective.parseAll(List.of("throughput", "energy", "price"), vocabulary))
                                .pricePerHour(.36)
                                .build(),
                        SearchListener.NONE);
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
        Path out = folder.resolve("occupied");
        Files.createDirectories(out);
        Files.writeString(out.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> search().run(request("occupied", 4).build(), SearchListener.NONE))
                .hasMessage("The folder (%s) is not empty.%nMaybe another --out.".formatted(out));
        assertThatThrownBy(() -> search().run(request("missing", 4).resume(true).build(), SearchListener.NONE))
                .hasMessage("There is no run in (%s) to go on with.%nMaybe leave --resume out."
                        .formatted(folder.resolve("missing")));
    }

    @Test
    void refusesABoundThatNothingKeeps() {
        Vocabulary vocabulary =
                CostCatalog.vocabulary(List.of(profile.id().value()), List.of(), OptionalDouble.empty());
        Constraint constraint = Constraint.parse("macs <= 0.1%", vocabulary);
        assertThatThrownBy(() -> search().run(
                                request("unsatisfiable", 4)
                                        .constraints(List.of(constraint))
                                        .build(),
                                SearchListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "No candidate can keep the bound at character 9 of the constraint \"macs <= 0.1%\": the nearest is ");
    }

    /** Keys, search-validation accuracies and predicted costs of all that was tuned: what must not depend on the clock. */
    private static Map<String, Object> outcome(Front front, String name) {
        Map<String, Object> outcome = new TreeMap<>();
        List<FrontPoint> wholes = new ArrayList<>(front.baselines());
        wholes.add(front.parent());
        for (FrontPoint point : wholes) {
            outcome.put(point.key().hash(), point.validation());
        }
        Map<String, Object> tuned = new HashMap<>();
        front.points().forEach(point -> tuned.put(point.key().hash(), ""));
        front.dropped().forEach(dropped -> tuned.put(dropped.key().hash(), ""));
        outcome.put("tuned", tuned);
        try (FileTrialStore store = FileTrialStore.open(folder.resolve(name).resolve("trials.db"))) {
            store.trials().forEach(trial -> outcome.put(trial.key(), trial.metrics()));
        }
        return outcome;
    }

    /** What a killed process looks like from inside. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}

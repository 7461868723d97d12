package io.espalier.app.benchmark;

import io.espalier.app.ModelFile;
import io.espalier.app.profile.ProfiledModel;
import io.espalier.cost.CostEstimate;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.TimedForms;
import io.espalier.search.space.RandomCuts;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FloatForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Predicts networks that no profile has seen, measures each twice, all interleaved, and prints as JSON how far the
 * predictions are off, beside how far the second measurement is off the first. Run by {@code benchmarks/latency}.
 */
final class HeldOutLatency {
    private static final List<Precision> PRECISIONS = List.of(Precision.FP32, Precision.INT8);

    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final HardwareProfile profile;
    private final KernelTableLatency latency;
    private final List<Subject> subjects = new ArrayList<>();

    /** @param half {@code on-step} or {@code free}; {@code as it is} for a file */
    private record Subject(
            String name, String family, String half, Precision precision, List<KernelKey> kernels, Model model) {}

    private HeldOutLatency(HardwareProfile profile) {
        this.profile = profile;
        latency = KernelTableLatency.of(profile);
    }

    /**
     * @param arguments {@code --profile FILE} (repeatable), {@code --networks N} of each family and half, {@code --seed S},
     *     {@code --model FILE} (repeatable: files instead of random networks)
     */
    public static void main(String[] arguments) {
        Map<String, List<String>> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.computeIfAbsent(arguments[i], option -> new ArrayList<>()).add(arguments[i + 1]);
        }
        List<Object> results = new ArrayList<>();
        for (String file : options.getOrDefault("--profile", List.of())) {
            HeldOutLatency heldOut = new HeldOutLatency(ProfileFile.read(Path.of(file)));
            List<String> models = options.getOrDefault("--model", List.of());
            models.forEach(model -> heldOut.add(Path.of(model)));
            if (models.isEmpty()) {
                heldOut.addRandom(number(options, "--networks", 50), number(options, "--seed", 20_000));
            }
            results.add(heldOut.result());
        }
        System.out.println(JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(results));
    }

    private static int number(Map<String, List<String>> options, String option, int otherwise) {
        return Integer.parseInt(
                options.getOrDefault(option, List.of(String.valueOf(otherwise))).get(0));
    }

    private void addRandom(int ofEach, long seed) {
        Set<Map<KernelKey, Integer>> seen = new HashSet<>();
        profile.networks().forEach(network -> seen.add(network.kernels()));
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<ProfiledModel>> families = new LinkedHashMap<>();
        ProfiledModel.families()
                .forEach(model -> families.computeIfAbsent(
                                model.name().replaceAll("20(-wide)?$", ""), family -> new ArrayList<>())
                        .add(model));
        families.forEach((family, parents) -> {
            for (int half = 0; half < 2; half++) {
                for (int drawn = 0, added = 0; added < ofEach; drawn++) {
                    ProfiledModel parent = parents.get(drawn % parents.size());
                    boolean onStep = half == 0;
                    String name = "%s %s %d".formatted(family, onStep ? "on-step" : "free", drawn);
                    NetworkRequest network = new RandomCuts(parent.parent())
                            .draw(name, random, onStep ? parent.divisors(profile, PRECISIONS)::get : group -> 1);
                    NetworkKernels kernels =
                            NetworkKernels.of(name, Precision.FP32, Kernels.of(network.graph(), Precision.FP32));
                    if (seen.add(kernels.counts())) {
                        Model model = network.model().get();
                        add(name, family, onStep ? "on-step" : "free", model);
                        added++;
                    }
                }
            }
        });
    }

    private void add(String name, String family, String half, Model exported) {
        for (Precision precision : PRECISIONS) {
            if (precision.equals(Precision.FP32)
                    || QdqQuantizer.refusal(exported.graph()).isEmpty()) {
                List<Kernel> kernels = Kernels.of(exported.graph(), precision);
                add(name, family, half, precision, kernels, TimedForms.of(exported, precision));
            }
        }
    }

    private void add(String name, String family, String half, Precision precision, List<Kernel> kernels, Model model) {
        subjects.add(new Subject(
                name, family, half, precision, kernels.stream().map(Kernel::key).toList(), model));
    }

    /** A file as it is, and the quantized form of one in floating point. */
    private void add(Path file) {
        ModelFile model = ModelFile.read(file);
        String name = file.toString();
        if (!model.isQuantized()) {
            add(name, "files", "as it is", ExportForm.of(model.model()));
            return;
        }
        FloatForm floats = FloatForm.of(model.model().graph());
        ModelGraph exported = ExportForm.of(floats.graph());
        List<Kernel> kernels = Kernels.of(exported, ShapeInference.infer(exported), floats::precision);
        add(name, "files", "as it is", Precision.INT8, kernels, model.model());
    }

    private List<LatencySubject> timed() {
        return IntStream.range(0, subjects.size())
                .mapToObj(i -> LatencySubject.of(
                        String.valueOf(i),
                        subjects.get(i).precision(),
                        subjects.get(i).model()))
                .toList();
    }

    private static List<NetworkRequest> anchorNetworks() {
        return RandomCuts.anchors(
                ProfiledModel.families().stream().map(ProfiledModel::parent).toList(), 0);
    }

    private static List<LatencySubject> anchors() {
        List<LatencySubject> anchors = new ArrayList<>();
        for (NetworkRequest network : anchorNetworks()) {
            Model model = network.model().get();
            PRECISIONS.forEach(precision ->
                    anchors.add(LatencySubject.of(network.name(), precision, TimedForms.of(model, precision))));
        }
        return anchors;
    }

    /** By precision: how much longer the anchors that the profile can price take than it says. Not 1: the machine has changed. */
    private Map<Precision, Double> slowness(TwiceMeasured measured) {
        List<NetworkRequest> networks = anchorNetworks();
        Map<Precision, Double> slowness = new LinkedHashMap<>();
        for (Precision precision : PRECISIONS) {
            List<Double> quietMs = measured.anchorsMs(precision);
            double[] ratios = IntStream.range(0, quietMs.size())
                    .filter(i ->
                            latency.missing(kernels(networks.get(i), precision)).isEmpty())
                    .mapToDouble(i -> quietMs.get(i) / predictedMs(networks.get(i), precision))
                    .sorted()
                    .toArray();
            slowness.put(precision, ratios.length == 0 ? 1 : LatencyStatistics.quantile(ratios, .5));
        }
        return slowness;
    }

    private double predictedMs(NetworkRequest network, Precision precision) {
        return latency.estimate(
                        kernels(network, precision).stream().map(Kernel::key).toList())
                .value();
    }

    private static List<Kernel> kernels(NetworkRequest network, Precision precision) {
        return Kernels.of(network.graph(), precision);
    }

    private Map<String, Object> result() {
        List<CostEstimate> predicted = subjects.stream()
                .map(subject -> latency.estimate(subject.kernels()))
                .toList();
        TwiceMeasured both = new TwiceMeasured(runtime, profile.threads(), profile.batch(), anchors(), timed());
        List<double[]> measured = both.measure();
        Map<String, List<HeldOutError>> groups = new LinkedHashMap<>();
        Map<String, Precision> precisions = new HashMap<>();
        List<Object> networks = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Subject subject = subjects.get(i);
            CostEstimate estimate = predicted.get(i);
            HeldOutError error = new HeldOutError(
                    estimate.value(),
                    estimate.low(),
                    estimate.high(),
                    measured.get(i)[0],
                    measured.get(i)[1],
                    estimate.confidence().toString());
            String group = "%s, %s, %s".formatted(subject.family(), subject.half(), subject.precision());
            precisions.put(group, subject.precision());
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(error);
            networks.add(Map.of(
                    "name", subject.name(), "precision", subject.precision().toString(), "latency", error));
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("profile", profile.id().value());
        shown.put("device", profile.device().processor());
        shown.put("runtime", profile.runtime());
        shown.put("threads", profile.threads());
        shown.put("batch", profile.batch());
        shown.put("kernelsOfProfile", profile.kernels().size());
        shown.put("networksOfProfile", profile.networks().size());
        shown.put("slowVisits", both.slowShare());
        Map<Precision, Double> slowness = slowness(both);
        shown.put("slownessOfAnchors", slowness);
        Map<String, Object> summaries = new LinkedHashMap<>();
        groups.forEach((group, errors) ->
                summaries.put(group, HeldOutSummary.of(errors, slowness.getOrDefault(precisions.get(group), 1.0))));
        shown.put("groups", summaries);
        shown.put("networks", networks);
        return shown;
    }
}

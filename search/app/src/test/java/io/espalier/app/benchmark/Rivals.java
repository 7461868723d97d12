package io.espalier.app.benchmark;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.app.data.TaskRequest;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.search.evaluate.EvaluationData;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.training.Accuracy;
import io.espalier.training.metric.Metric;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxReader;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints the models that a search exported beside others that could have been taken instead, each of these as it is and
 * quantized by the same calibration: accuracy on the images that tested the front, and latency, all measured together.
 * Run by {@code benchmarks/rivals}; not a test, because times are not.
 */
final class Rivals {
    private static final Duration TIMING = Duration.ofMinutes(3);
    private static final int THREADS = 1;
    private static final int BATCH = 1;
    private static final long SEED = 1;
    private static final double NANOS_PER_MICRO = 1e3;

    private final InferenceRuntime runtime = OnnxRuntime.open();
    private final String data;
    private @Nullable Metric metric;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String name, boolean exported, Model model, Precision precision, Accuracy accuracy) {}

    private Rivals(String data) {
        this.data = data;
    }

    /** @param arguments data, such as {@code cifar10:DIR}; folder of a run; its parent; other models */
    public static void main(String[] arguments) {
        if (arguments.length < 3) {
            throw new IllegalArgumentException("Usage: benchmarks/rivals DATA RUN PARENT [OTHER ...]");
        }
        Rivals rivals = new Rivals(arguments[0]);
        for (int i = 2; i < arguments.length; i++) {
            rivals.addWhole(Path.of(arguments[i]));
        }
        rivals.addFront(Path.of(arguments[1]), Path.of(arguments[2]));
        rivals.print(System.out);
    }

    private void addWhole(Path file) {
        ModelFile model = ModelFile.read(file);
        EvaluationData images = images(model);
        Model plain = ExportForm.of(model.model());
        Calibration calibration =
                Calibration.collect(plain, images.calibration().feeds(), runtime, THREADS);
        add(model.name(), false, plain, Precision.FP32, images);
        add(
                model.name(),
                false,
                QdqQuantizer.quantize(plain, node -> Precision.INT8, calibration),
                Precision.INT8,
                images);
    }

    private void addFront(Path run, Path parent) {
        EvaluationData images = images(ModelFile.read(parent));
        JsonNode front = JsonMapper.shared().readTree(run.resolve("front.json").toFile());
        for (JsonNode point : front.path("points")) {
            Precision precision = "int8".equals(point.path("precision").asString()) ? Precision.INT8 : Precision.FP32;
            Model model = OnnxReader.read(run.resolve(point.path("file").asString()));
            add(point.path("id").asString(), true, model, precision, images);
        }
    }

    private EvaluationData images(ModelFile model) {
        ModelData opened = ModelData.open(model, DataRequest.of(data), Map.of(), Path.of(""));
        metric = opened.metric(TaskRequest.NONE);
        return EvaluationData.of(opened.splits(), model.model().graph(), SEED);
    }

    private void add(String name, boolean exported, Model model, Precision precision, EvaluationData images) {
        int processors = Runtime.getRuntime().availableProcessors();
        Accuracy accuracy = new ModelAccuracy(runtime, Objects.requireNonNull(metric, "of the data"), processors)
                .of(model, images.test());
        entries.add(new Entry(name, exported, model, precision, accuracy));
    }

    private void print(PrintStream out) {
        List<LatencySubject> subjects = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            subjects.add(LatencySubject.of("" + i, entry.precision(), entry.model()));
        }
        Map<String, LatencyStatistics> measured = LatencyProtocol.standard(TIMING, SEED)
                .measure(subjects, runtime, THREADS, BATCH, System::nanoTime, MeasurementListener.NONE);
        List<Integer> order =
                new ArrayList<>(measured.keySet().stream().map(Integer::valueOf).toList());
        order.sort(Comparator.comparingDouble(i -> -micros(measured, i)));
        out.printf(
                "%s %s, %d thread, batch %d, 10th percentile of interleaved blocks; test images%n",
                runtime.name(), runtime.version(), THREADS, BATCH);
        out.printf(
                "%-22s %-5s %17s %9s %10s  %s%n", "model", "", "test", "ms", "of parent", "at least as good and fast");
        for (int i : order) {
            Entry entry = entries.get(i);
            out.printf(
                    "%-22s %-5s %7.2f ± %.2f %% %9.4f %8.1f %%  %s%n",
                    entry.name(),
                    entry.exported() ? "front" : entry.precision(),
                    100 * entry.accuracy().value(),
                    100 * entry.accuracy().standardError(),
                    micros(measured, i) / NANOS_PER_MICRO,
                    100 * micros(measured, i) / micros(measured, 0),
                    String.join(", ", beatenBy(i, measured)));
        }
    }

    /** Those of the other kind (the front, or what could have been taken instead) that are no slower and no less accurate. */
    private List<String> beatenBy(int index, Map<String, LatencyStatistics> measured) {
        Entry entry = entries.get(index);
        List<String> better = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry other = entries.get(i);
            if (other.exported() != entry.exported()
                    && micros(measured, i) <= micros(measured, index)
                    && other.accuracy().value() >= entry.accuracy().value()) {
                better.add(other.name() + (other.exported() ? "" : "-" + other.precision()));
            }
        }
        return better;
    }

    private static double micros(Map<String, LatencyStatistics> measured, int index) {
        return Objects.requireNonNull(measured.get("" + index), "what was to be measured")
                .p10Us();
    }
}

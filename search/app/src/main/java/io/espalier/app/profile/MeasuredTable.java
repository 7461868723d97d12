package io.espalier.app.profile;

import io.espalier.app.ModelFile;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.kit.KitModel;
import io.espalier.profile.kit.KitPlan;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FloatForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Latencies that a user measured by other means: a CSV file with the columns {@code model} and {@code latency_ms}. */
final class MeasuredTable {
    private static final String COLUMNS = "model,latency_ms";
    private static final double US_PER_MS = 1000;

    private MeasuredTable() {}

    /** @throws IllegalArgumentException when the file cannot be read */
    static String firstLine(Path file) {
        return lines(file).stream().findFirst().orElse("");
    }

    /**
     * @param plan whose networks the models are, by their file or name; empty: they are ONNX files
     * @param workingDirectory what ONNX files are relative to
     */
    static List<NetworkSample> read(Path file, Optional<KitPlan> plan, Path workingDirectory) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).strip().equals(COLUMNS)) {
            throw new IllegalArgumentException(
                    "The first line of %s is not (%s).\nMaybe add it; or give the folder of a kit that was measured."
                            .formatted(file, COLUMNS));
        }
        List<NetworkSample> samples = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                samples.add(sample(file, i + 1, lines.get(i), plan, workingDirectory));
            }
        }
        return samples;
    }

    private static NetworkSample sample(
            Path file, int number, String line, Optional<KitPlan> plan, Path workingDirectory) {
        int comma = line.lastIndexOf(',');
        double ms = number(line.substring(comma + 1).strip());
        if (comma < 1 || !(ms > 0) || Double.isInfinite(ms)) {
            throw new IllegalArgumentException(
                    "Line %d of %s (%s) is not a model and a latency in ms above 0.\nMaybe like this: (networks/small.onnx,1.25)."
                            .formatted(number, file, line));
        }
        String model = line.substring(0, comma).strip();
        NetworkKernels kernels = plan.isPresent() ? planned(model, plan.get()) : read(model, workingDirectory);
        return kernels.sample(LatencyStatistics.of(new double[] {ms * US_PER_MS}, 1));
    }

    /** NaN for what is no number. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static NetworkKernels planned(String model, KitPlan plan) {
        for (KitModel one : plan.models()) {
            if (one.network().isPresent()
                    && (one.file().equals(model) || one.network().get().name().equals(model))) {
                return one.network().get();
            }
        }
        throw new IllegalArgumentException(
                "The plan has no network (%s).\nMaybe name the files of its networks, as in networks/NAME.onnx."
                        .formatted(model));
    }

    private static NetworkKernels read(String model, Path workingDirectory) {
        ModelFile file = ModelFile.of(model, workingDirectory);
        FloatForm floats = FloatForm.of(file.model().graph());
        ModelGraph exported = ExportForm.of(floats.graph());
        Precision precision = file.isQuantized() ? Precision.INT8 : Precision.FP32;
        return NetworkKernels.of(model, precision, Kernels.of(exported, floats::precision));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The measured networks (%s) cannot be read: %s.\nMaybe the path is wrong.".formatted(file, e), e);
        }
    }
}

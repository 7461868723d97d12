package io.espalier.profile.imports;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.Roofline;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Additive tables of the FBNet space, fitted to the networks that HELP (<a href="https://github.com/HayeonLee/HELP">Lee et
 * al., NeurIPS 2021</a>) measured or took from HW-NAS-Bench: a network costs {@code base_ms} plus, for each layer, what its
 * operation costs more than operation 0. A difference is no latency of a layer, so what is taken over are whole networks,
 * priced by that sum.
 */
final class FbnetImporter implements ProfileImporter {
    /** Graphics cards were timed at several batches; other names end in numbers, too. */
    private static final Pattern WITH_BATCH = Pattern.compile("(\\d+ti|titan\\w*)_(1|32|64)");
    /** Networks of mixed operations that are taken over beside the uniform ones and those that differ in one layer. */
    private static final int MIXED = 300;

    private static final double SMALLEST_MS = .001;

    private static final Map<String, DeviceFacts> FACTS = Map.of(
            "raspi4", facts("Raspberry Pi 4 (Cortex-A72)", "arm64", 4),
            "pixel3", facts("Google Pixel 3 (Snapdragon 845)", "arm64", 8),
            "fpga", facts("Xilinx ZC706 (FPGA), estimated", "fpga", 1),
            "eyeriss", facts("Eyeriss (ASIC), simulated", "npu", 1));

    private static DeviceFacts facts(String processor, String architecture, int cores) {
        return new DeviceFacts(processor, architecture, cores, List.of(), List.of(), "not told");
    }

    @Override
    public String format() {
        return "fbnet-lut";
    }

    @Override
    public String description() {
        return "additive tables of the FBNet space on 27 devices (raspi4, pixel3, fpga, eyeriss, ...), fitted to HELP's networks";
    }

    @Override
    public HardwareProfile read(ImportRequest request) {
        Path file = request.file();
        JsonNode table = TableFile.json(file);
        Set<String> devices = new LinkedHashSet<>(table.propertyNames());
        if (devices.isEmpty()) {
            throw TableFile.broken(file, "it names no device.");
        }
        String device = request.device(devices);
        Precision precision = request.precision().orElse(Precision.FP32);
        Matcher withBatch = WITH_BATCH.matcher(device);
        boolean saysBatch = withBatch.matches();
        int batch = request.onlyBatch(saysBatch ? Integer.parseInt(withBatch.group(2)) : 1);
        AdditiveTable additive = new AdditiveTable(file, device, table.path(device));
        List<NetworkSample> samples = new ArrayList<>();
        for (String digits : networks()) {
            double ms = additive.ms(digits);
            // Some tables price the layers alone, so that a network of skips is free.
            if (ms > SMALLEST_MS) {
                samples.add(new NetworkSample(
                        "fbnet-" + digits,
                        precision,
                        FbnetSpace.network(digits, precision),
                        LatencyStatistics.exactly(ms * 1000)));
            }
        }
        String name = saysBatch ? withBatch.group(1) : device;
        return HardwareProfile.empty(
                        request.idOr("%s-fbnet-b%d".formatted(name.replace('_', '-'), batch)),
                        FACTS.getOrDefault(device, facts(name, "not told", 1)),
                        new RuntimeFacts("not told", "not told"),
                        1,
                        batch,
                        ProfileProtocol.notKnown(),
                        request.created())
                .withNetworks(samples)
                .withOrigin(origin(additive, samples.size()))
                .withSheet(start(name, precision));
    }

    private static Roofline start(String device, Precision precision) {
        List<Precision> precisions = List.of(precision);
        return WITH_BATCH.matcher(device + "_1").matches()
                ? StartingSheets.graphics(precisions)
                : StartingSheets.processor(precisions);
    }

    private static ProfileOrigin origin(AdditiveTable table, int samples) {
        return ProfileOrigin.imported(
                "https://github.com/HayeonLee/HELP, FBNet space; additive table fitted to its 5,000 networks",
                "MIT",
                List.of(
                        "%d whole networks, priced by the table's sum; on networks it was not fitted to the sum is off by %.1f %% on average (R2 %.3f)."
                                .formatted(samples, 100 * table.holdoutError(), table.holdoutR2()),
                        "Layers are those of HW-NAS-Bench for CIFAR-100: the table itself tells shapes of none.",
                        "Threads, runtime and number format are not told: 1 thread and what --precision says are assumed.",
                        "Single kernels are priced by a roofline fitted to the networks."));
    }

    /** Uniform networks, those that differ from the first in one layer, and some of mixed operations. */
    private static Set<String> networks() {
        Set<String> networks = new LinkedHashSet<>();
        String base = "0".repeat(FbnetSpace.LAYERS);
        for (int operation = 0; operation < FbnetSpace.OPERATIONS; operation++) {
            networks.add(String.valueOf(operation).repeat(FbnetSpace.LAYERS));
            for (int layer = 0; layer < FbnetSpace.LAYERS; layer++) {
                networks.add(base.substring(0, layer) + operation + base.substring(layer + 1));
            }
        }
        for (int i = 1; i <= MIXED; i++) {
            StringBuilder digits = new StringBuilder();
            for (int layer = 0; layer < FbnetSpace.LAYERS; layer++) {
                digits.append((i * (layer + 1) * (layer + 5) / 3 + i / 2) % FbnetSpace.OPERATIONS);
            }
            networks.add(digits.toString());
        }
        return networks;
    }

    /** One device's table. */
    private record AdditiveTable(Path file, String device, JsonNode node) {
        double ms(String digits) {
            double ms = number(node.path("base_ms"), "base_ms");
            for (int layer = 0; layer < digits.length(); layer++) {
                String operation = digits.substring(layer, layer + 1);
                if (!operation.equals("0")) {
                    JsonNode delta = node.path("delta_ms_vs_lowest_op")
                            .path(String.valueOf(layer))
                            .path(operation);
                    ms += number(delta, "delta_ms_vs_lowest_op, layer %d, operation %s".formatted(layer, operation));
                }
            }
            return ms;
        }

        double holdoutError() {
            return number(node.path("holdout_mape"), "holdout_mape");
        }

        double holdoutR2() {
            return number(node.path("holdout_r2"), "holdout_r2");
        }

        private double number(JsonNode value, String place) {
            if (!value.isNumber()) {
                throw TableFile.broken(
                        file, "the device (%s) has no number at %s (%s).".formatted(device, place, value));
            }
            return value.doubleValue();
        }
    }
}

package io.espalier.profile.imports;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.Figure;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.SystolicArray;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The table of HAQ (<a href="https://github.com/mit-han-lab/haq">Wang et al., CVPR 2019</a>): cycles of each layer of
 * MobileNetV2 by bits of weights and activations, simulated for the accelerator BitFusion (Sharma et al., ISCA 2018).
 */
final class BitFusionImporter implements ProfileImporter {
    /** HAQ's file of this table is named so. */
    private static final int BATCH = 16;
    /** The clock of BitFusion in its paper; the table has cycles. */
    private static final double MEGAHERTZ = 500;

    private static final int BITS = 8;

    @Override
    public String format() {
        return "haq-bitfusion";
    }

    @Override
    public String description() {
        return "layers of MobileNetV2 by weight and activation bits on BitFusion, simulated cycles, by HAQ";
    }

    @Override
    public HardwareProfile read(ImportRequest request) {
        request.device(List.of("bitfusion"));
        request.onlyTheTablesPrecision();
        int batch = request.onlyBatch(BATCH);
        Path file = request.file();
        JsonNode data = TableFile.json(file).path("data");
        List<KernelKey> layers = MobileNetV2.layers(Precision.INT8);
        if (data.size() != layers.size()) {
            throw TableFile.broken(
                    file, "it has %d layers, but MobileNetV2 has %d.".formatted(data.size(), layers.size()));
        }
        Map<KernelKey, KernelLatency> kernels = new LinkedHashMap<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int weightBits = 1; weightBits <= BITS; weightBits++) {
                for (int activationBits = 1; activationBits <= BITS; activationBits++) {
                    JsonNode cycles = data.path(layer).path(weightBits - 1).path(activationBits - 1);
                    if (!cycles.isNumber() || cycles.doubleValue() <= 0) {
                        throw TableFile.broken(
                                file,
                                "layer %d at %d weight bits and %d activation bits has no cycles (%s)."
                                        .formatted(layer, weightBits, activationBits, cycles));
                    }
                    KernelKey key = layers.get(layer).withPrecision(new Precision(weightBits, activationBits));
                    kernels.put(
                            key, new KernelLatency(key, LatencyStatistics.exactly(cycles.doubleValue() / MEGAHERTZ)));
                }
            }
        }
        return HardwareProfile.empty(
                        request.idOr("bitfusion-haq-b" + batch),
                        new DeviceFacts("BitFusion", "npu", 1, List.of(), List.of(), "simulated"),
                        new RuntimeFacts("BitFusion simulator", "not told"),
                        1,
                        batch,
                        ProfileProtocol.notKnown(),
                        request.created())
                .withKernels(List.copyOf(kernels.values()))
                .withOrigin(origin(kernels.size()))
                .withSheet(sheet());
    }

    private static ProfileOrigin origin(int kernels) {
        return ProfileOrigin.imported(
                "https://github.com/mit-han-lab/haq, qmobilenetv2_imagenet100_batch16_latency_table.npy",
                "MIT",
                List.of(
                        "%d layers and bit-widths of MobileNetV2 at 224 by 224; layers of the same shape are one."
                                .formatted(kernels),
                        "Simulated cycles, not measured time. Divided by %.0f MHz, the clock of the BitFusion paper (Sharma et al., ISCA 2018): assumed."
                                .formatted(MEGAHERTZ),
                        "Batch 16 is from the file's name; the classifier's 40021 cycles are its 1.28 M multiply-accumulates x 16 on 512 units.",
                        "Other kernels are priced by a systolic array of that size; the device runs integers of at most 8 bits."));
    }

    private static SystolicArray sheet() {
        String table = "follows from the table: 16 x 1.28 M multiply-accumulates in 40021 cycles are 512 a cycle";
        return new SystolicArray(
                SystolicArray.Dataflow.WEIGHT_STATIONARY,
                Figure.of(32, table + "; as 32 rows, assumed"),
                Figure.of(16, table + "; as 16 columns, assumed"),
                Figure.of(MEGAHERTZ, "Sharma et al., Bit Fusion, ISCA 2018"),
                Figure.of(112, "Sharma et al., Bit Fusion, ISCA 2018: 112 KB on the chip"),
                Figure.of(2, "follows from the table: 32 bits a cycle where activations decide"),
                Figure.of(.1, "assumed: no start is in the table"),
                List.of(Precision.INT8),
                Optional.empty(),
                Figure.of(3, "assumed"));
    }
}

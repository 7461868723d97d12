package io.espalier.app.benchmark;

import io.espalier.cost.analytic.RooflineFit;
import io.espalier.cost.analytic.SheetLatency;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.imports.ImportRequest;
import io.espalier.profile.imports.MobileNetV2;
import io.espalier.profile.imports.ProfileImporters;
import io.espalier.profile.json.ShippedProfiles;
import io.espalier.zoo.graph.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Compares prices by device sheets with public tables of measured latency, and prints {@code docs/devices.md}. Run by
 * {@code benchmarks/devices}.
 */
final class DeviceStudy {
    private final Path tables;
    private final PrintStream out;

    private DeviceStudy(Path tables, PrintStream out) {
        this.tables = tables;
        this.out = out;
    }

    /** @param arguments the folder of the tables */
    public static void main(String[] arguments) throws IOException {
        new DeviceStudy(Path.of(arguments[0]), new PrintStream(System.out, true, StandardCharsets.UTF_8)).print();
    }

    private void print() throws IOException {
        out.print("""
                # Devices that are not here

                Made by `benchmarks/devices`: what prices by device sheets (a roofline, a systolic array) are worth beside public
                tables of measured or simulated latency. *Sheet*: figures of data sheets alone, nothing fitted. *Fitted*: the
                roofline that `profile import` fits, on one half of the rows (every other one), judged on the other half.

                - Spearman and Kendall: rank correlations of price and table, over all rows. MACs: Spearman of plain
                  multiply-accumulates in place of the price.
                - Level: the median of table / price; a perfect sheet has 1.
                - Error: median of |price / table - 1| after all prices are multiplied by the level.
                - Spread: nine of ten prices lie within this factor of the table, as they are, and after the level.

                | table | rows | device | by | Spearman | Kendall | MACs | level | error | spread | after level |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        convolutions();
        blocks();
        networks();
        cells();
        double coralMs = MobileNetV2.layers(Precision.INT8).stream()
                        .mapToDouble(key -> SheetLatency.of(shipped("coral-edge-tpu-analytic"), 1)
                                .us(key)
                                .orElseThrow())
                        .sum()
                / 1000;
        out.printf(Locale.ROOT, """

                No table here is of the Coral Edge TPU. One figure of its makers is known: MobileNetV2 takes 2.5 ms on the Dev
                Board (Edge TPU FAQ, coral.ai); the sheet says %.1f ms.

                Read it so: a sheet ranks well where one effect decides, and is off in level by factors. So a price from a sheet
                alone carries a wide interval, taken from the rows here of devices like it, and is called *analytic*. Where a
                table exists, import it: a fitted roofline has the level, and errs less on every table but one. That is the Xeon
                Gold 6226, on which expanded blocks take ten times as long as others: no roofline says so, and plain
                multiply-accumulates rank its networks better. They also rank FBNet's networks better on Eyeriss,
                whose rows that stay are neither of the two dataflows here.
                """, coralMs);
    }

    private void convolutions() {
        for (String format : List.of("fp32", "fp16", "int8")) {
            for (int batch : new int[] {1, 32}) {
                HardwareProfile profile = read(
                        "tinynas-conv",
                        "v100_conv_tinynas/v100_conv_%s.csv.gz".formatted(format),
                        Optional.empty(),
                        OptionalInt.of(batch));
                String table = "convolutions %s, batch %d".formatted(format, batch);
                row(table, "V100, TensorRT", samples(profile), StudySheets.v100(), batch);
                fitted(table, "V100, TensorRT", profile);
            }
        }
        HardwareProfile bitFusion = read(
                "haq-bitfusion",
                "haq_bitfusion/mobilenetv2_bitfusion_latency.json",
                Optional.empty(),
                OptionalInt.empty());
        row(
                "layers, all bit-widths, batch 16",
                "BitFusion, simulated",
                samples(bitFusion),
                bitFusion.sheet().orElseThrow(),
                bitFusion.batch());
    }

    private void blocks() {
        HardwareProfile i7 =
                read("ofa-lut", "i7_8700k_nsganetv2/i7-8700K_lut.csv", Optional.empty(), OptionalInt.empty());
        row("MBConv blocks, batch 1", "i7-8700K", i7.networks(), StudySheets.i7(), 1);
        fitted("MBConv blocks, batch 1", "i7-8700K", i7);
        for (String device : List.of("titanrtx", "xeon6130")) {
            HardwareProfile profile = read(
                    "tfnas-width", "tfnas_width/tfnas_width_latency.csv", Optional.of(device), OptionalInt.empty());
            DeviceSheet sheet = device.equals("titanrtx") ? StudySheets.titanRtx() : StudySheets.xeon6130();
            String table = "MBConv blocks by width, batch %d".formatted(profile.batch());
            row(table, profile.device().processor(), profile.networks(), sheet, profile.batch());
            fitted(table, profile.device().processor(), profile);
        }
    }

    private void networks() throws IOException {
        LatencyRows rows = LatencyRows.read(tables.resolve("help/fbnet_latency_help.csv.gz"));
        Map<String, DeviceSheet> sheets = Map.of(
                "raspi4", shipped("raspberry-pi-4-analytic"),
                "gold_6226", StudySheets.xeon6226(),
                "titan_rtx_1", StudySheets.titanRtx());
        String table = "FBNet networks (HELP), batch 1";
        for (String device : List.of("raspi4", "gold_6226", "titan_rtx_1")) {
            List<NetworkSample> samples = rows.fbnet(device, Precision.FP32);
            row(table, device, samples, sheets.get(device), 1);
            HardwareProfile imported = RooflineFit.of(
                    read("fbnet-lut", "help/fbnet_additive_lut_fitted.json", Optional.of(device), OptionalInt.empty()));
            print(
                    table,
                    device,
                    "fitted to the additive table",
                    SheetJudgement.of(samples, imported.sheet().orElseThrow(), 1));
        }
        List<NetworkSample> pixel = rows.fbnet("pixel3", Precision.FP32);
        print(
                table,
                "pixel3",
                "sheet of the Raspberry Pi 4",
                SheetJudgement.of(pixel, shipped("raspberry-pi-4-analytic"), 1));
        List<NetworkSample> eyeriss = rows.fbnet("eyeriss", Precision.INT8);
        row(table, "eyeriss, simulated", eyeriss, StudySheets.eyeriss(), 1);
        print(
                table,
                "eyeriss, simulated",
                "sheet of the Coral Edge TPU",
                SheetJudgement.of(eyeriss, shipped("coral-edge-tpu-analytic"), 1));
    }

    private void cells() throws IOException {
        LatencyRows rows = LatencyRows.read(tables.resolve("nb201/nb201.csv.gz"));
        String table = "NAS-Bench-201 networks, batch 1";
        row(table, "raspi4", rows.cells("raspi4", Precision.FP32), shipped("raspberry-pi-4-analytic"), 1);
        row(table, "xeon6226", rows.cells("xeon6226", Precision.FP32), StudySheets.xeon6226(), 1);
        row(table, "titanrtx", rows.cells("titanrtx", Precision.FP32), StudySheets.titanRtx(), 1);
        List<NetworkSample> eyeriss = rows.cells("eyeriss", Precision.INT8);
        row(table, "eyeriss, simulated", eyeriss, StudySheets.eyeriss(), 1);
        print(
                table,
                "eyeriss, simulated",
                "sheet of the Coral Edge TPU",
                SheetJudgement.of(eyeriss, shipped("coral-edge-tpu-analytic"), 1));
    }

    private static DeviceSheet shipped(String id) {
        return ShippedProfiles.find(ProfileId.of(id)).orElseThrow().sheet().orElseThrow();
    }

    private HardwareProfile read(String format, String file, Optional<String> device, OptionalInt batch) {
        return ProfileImporters.named(format)
                .read(new ImportRequest(
                        List.of(tables.resolve(file)),
                        device,
                        Optional.empty(),
                        batch,
                        Optional.empty(),
                        Instant.EPOCH));
    }

    private static List<NetworkSample> samples(HardwareProfile profile) {
        return profile.kernels().stream().map(DeviceStudy::sample).toList();
    }

    private static NetworkSample sample(KernelLatency kernel) {
        return new NetworkSample(
                kernel.key().toString(), kernel.key().precision(), Map.of(kernel.key(), 1), kernel.latency());
    }

    private void row(String table, String device, List<NetworkSample> samples, DeviceSheet sheet, int batch) {
        print(table, device, "sheet", SheetJudgement.of(samples, sheet, batch));
    }

    /** Fits to every other row and judges on the others. */
    private void fitted(String table, String device, HardwareProfile profile) {
        boolean hasKernels = profile.networks().isEmpty();
        List<NetworkSample> all = hasKernels ? samples(profile) : profile.networks();
        List<NetworkSample> fit = new ArrayList<>();
        List<NetworkSample> held = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            (i % 2 == 0 ? fit : held).add(all.get(i));
        }
        HardwareProfile half = Unmeasured.of(profile)
                .withNetworks(fit)
                .withSheet(profile.sheet().orElseThrow());
        DeviceSheet sheet = RooflineFit.of(half).sheet().orElseThrow();
        print(table, device, "fitted", SheetJudgement.of(held, sheet, profile.batch()));
    }

    private void print(String table, String device, String by, SheetJudgement judged) {
        out.printf(
                Locale.ROOT,
                "| %s | %,d | %s | %s | %.3f | %.3f | %.3f | %.2f | %.0f %% | %.1f | %.2f |%n",
                table,
                judged.rows(),
                device,
                by,
                judged.spearman(),
                judged.kendall(),
                judged.macs(),
                judged.level(),
                100 * judged.error(),
                judged.spread(),
                judged.afterLevel());
    }
}

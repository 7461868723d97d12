package io.espalier.app.benchmark;

import io.espalier.profile.DeviceSheet;
import io.espalier.profile.Figure;
import io.espalier.profile.Roofline;
import io.espalier.profile.SystolicArray;
import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sheets of the devices of public tables, from their makers' figures: to see what such figures are worth. */
final class StudySheets {
    private static final String ASSUMED = "assumed";

    private StudySheets() {}

    /** NVIDIA Tesla V100 SXM2 data sheet; L2 bandwidth by Jia et al., arXiv 1804.06826. */
    static DeviceSheet v100() {
        return roofline(
                Map.of(Precision.FP32, 7850.0, Precision.FP16, 62_500.0, Precision.INT8, 31_400.0),
                .6,
                .05,
                900,
                6000,
                2155,
                5,
                8,
                80 * 2048);
    }

    /** NVIDIA Titan RTX: 16.3 TFLOPS, 672 GB/s, 72 SMs. */
    static DeviceSheet titanRtx() {
        return roofline(Map.of(Precision.FP32, 8150.0), .6, .05, 672, 6000, 2000, 10, 8, 72 * 1024);
    }

    /** Intel i7-8700K, one core: two AVX2 units at 4.7 GHz, two channels of DDR4-2666. */
    static DeviceSheet i7() {
        return roofline(Map.of(Precision.FP32, 75.2), .6, .2, 41.6, 12_000, 100, 5, 8, 8);
    }

    /** Intel Xeon Gold 6130, one core: two AVX-512 units at 2.1 GHz. */
    static DeviceSheet xeon6130() {
        return roofline(Map.of(Precision.FP32, 67.2), .6, .2, 15, 22_000, 60, 20, 16, 16);
    }

    /** Intel Xeon Gold 6226, one core: two AVX-512 units at 2.7 GHz. */
    static DeviceSheet xeon6226() {
        return roofline(Map.of(Precision.FP32, 86.4), .6, .2, 15, 19_000, 60, 20, 16, 16);
    }

    /** Eyeriss, JSSC 52(1) 2017: 12 by 14 at 200 MHz, 108 KB; its rows that stay are taken for sums that stay. */
    static DeviceSheet eyeriss() {
        return new SystolicArray(
                SystolicArray.Dataflow.OUTPUT_STATIONARY,
                figure(12),
                figure(14),
                figure(200),
                figure(108),
                figure(1),
                figure(1),
                List.of(Precision.INT8),
                Optional.empty(),
                figure(3));
    }

    /** No device: prices in proportion to plain multiply-accumulates. */
    static DeviceSheet multiplications() {
        double nothing = 1e-9;
        double any = 1e9;
        return roofline(
                Map.of(Precision.FP32, 1.0, Precision.FP16, 1.0, Precision.INT8, 1.0),
                1,
                1,
                any,
                any,
                any,
                nothing,
                1,
                1);
    }

    private static DeviceSheet roofline(
            Map<Precision, Double> peaks,
            double efficiency,
            double depthwise,
            double memory,
            double cacheKilobytes,
            double cache,
            double launchUs,
            double tile,
            double parallel) {
        Map<Precision, Figure> figures = new HashMap<>();
        peaks.forEach((precision, peak) -> figures.put(precision, figure(peak)));
        return new Roofline(
                figures,
                figure(efficiency),
                figure(depthwise),
                figure(memory),
                figure(cacheKilobytes),
                figure(cache),
                figure(launchUs),
                figure(tile),
                figure(parallel),
                figure(3));
    }

    private static Figure figure(double value) {
        return Figure.of(value, ASSUMED);
    }
}

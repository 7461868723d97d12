package io.espalier.app.benchmark;

import io.espalier.app.profile.ProfiledModel;
import io.espalier.app.report.KernelSteps;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.SurfaceSteps;
import io.espalier.profile.measure.WorthyWidths;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * How often the step of a kernel axis depends on the other axis, and what that costs: widths are chosen by one half of a
 * profile's kernels and priced by the other half. Run by {@code benchmarks/steps PROFILE}.
 */
final class StepStudy {
    private static final int FEWEST_CHANNELS = 16;
    private static final int SHARES = 4;
    private static final int BLOCKED = 4;

    private final HardwareProfile profile;
    private final KernelTableLatency chooser;
    private final KernelTableLatency judge;
    private final Map<String, Sum> sums = new TreeMap<>();

    private StepStudy(HardwareProfile profile) {
        this.profile = profile;
        chooser = KernelTableLatency.of(half(profile, 0));
        judge = KernelTableLatency.of(half(profile, 1));
    }

    /** Latency against the width that was asked for, and channels gained, over many choices. */
    private static final class Sum {
        private double logRatio;
        private double channels;
        private int count;

        void add(double ratio, double more) {
            logRatio += Math.log(ratio);
            channels += more;
            count++;
        }
    }

    public static void main(String[] arguments) {
        HardwareProfile profile = ProfileFile.read(Path.of(arguments[0]));
        StepStudy study = new StepStudy(profile);
        List<Precision> precisions = profile.kernels().stream()
                .map(kernel -> kernel.key().precision())
                .distinct()
                .toList();
        for (Precision precision : precisions) {
            study.coupling(precision, Axis.IN);
            study.coupling(precision, Axis.OUT);
            study.choices(precision);
        }
        study.sums.forEach((name, sum) -> System.out.printf(
                "%-22s latency %+.1f %%, channels %+.1f %% (%d choices)%n",
                name, 100 * (Math.exp(sum.logRatio / sum.count) - 1), 100 * sum.channels / sum.count, sum.count));
    }

    private static HardwareProfile half(HardwareProfile profile, int which) {
        List<KernelLatency> kernels = new ArrayList<>(profile.kernels());
        List<KernelLatency> chosen = new ArrayList<>();
        for (KernelLatency kernel : kernels) {
            // By hash, so that no width or kind is left to one half.
            if (Math.floorMod(kernel.key().toString().hashCode() >> 3, 2) == which) {
                chosen.add(kernel);
            }
        }
        return Unmeasured.of(profile)
                .withKernels(chosen)
                .withSteps(profile.steps().all());
    }

    private static Set<KernelKey> kernels(Precision precision) {
        Set<KernelKey> keys = new LinkedHashSet<>();
        for (ProfiledModel model : ProfiledModel.families()) {
            for (Kernel kernel : Kernels.of(model.parent().model().graph(), precision)) {
                KernelKey key = kernel.key();
                if (key.kind().equals("conv") && key.precision().equals(precision)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** How often neighbouring bands differ, beside how often two halves of the kernels differ on one band. */
    private void coupling(Precision precision, Axis axis) {
        SurfaceSteps one = new SurfaceSteps(chooser.profile());
        SurfaceSteps two = new SurfaceSteps(judge.profile());
        int axes = 0;
        int coupled = 0;
        int asSwept = 0;
        int neighbours = 0;
        int neighboursDiffer = 0;
        int twice = 0;
        int twiceDiffer = 0;
        Map<Integer, Integer> found = new TreeMap<>();
        for (WidthStep step : KernelSteps.of(profile)) {
            List<StepBand> bands = step.bands();
            if (step.axis() != axis || !step.kernel().precision().equals(precision) || bands.size() < 2) {
                continue;
            }
            axes++;
            coupled += step.isCoupled() ? 1 : 0;
            asSwept += WidthStep.of(step.kernel(), axis, bands).divisor() == step.divisor() ? 1 : 0;
            bands.forEach(band -> found.merge(band.divisor(), 1, Integer::sum));
            for (int i = 1; i < bands.size(); i++) {
                neighbours++;
                neighboursDiffer += bands.get(i).divisor() == bands.get(i - 1).divisor() ? 0 : 1;
            }
            for (StepBand a : one.bands(step.kernel(), axis)) {
                for (StepBand b : two.bands(step.kernel(), axis)) {
                    twice += a.to() == b.to() ? 1 : 0;
                    twiceDiffer += a.to() == b.to() && a.divisor() != b.divisor() ? 1 : 0;
                }
            }
        }
        System.out.printf(
                "%s %s: %d axes with two bands or more, %d coupled, %d as swept; neighbouring bands differ %d of %d, halves of the kernels on one band %d of %d; bands by step %s%n",
                precision, axis, axes, coupled, asSwept, neighboursDiffer, neighbours, twiceDiffer, twice, found);
    }

    private void choices(Precision precision) {
        SurfaceSteps steps = new SurfaceSteps(chooser.profile());
        for (KernelKey kernel : kernels(precision)) {
            for (Axis axis : List.of(Axis.IN, Axis.OUT)) {
                int full = axis == Axis.OUT ? kernel.outChannels() : kernel.inChannels();
                int fullOther = axis == Axis.OUT ? kernel.inChannels() : kernel.outChannels();
                WidthStep banded = steps.of(kernel, axis).orElse(null);
                if (full < FEWEST_CHANNELS || fullOther < FEWEST_CHANNELS || banded == null) {
                    continue;
                }
                int swept = profile.steps().divisor(kernel, axis).orElse(8);
                List<Integer> worthyAtFull = worthy(chooser, kernel, axis, full, fullOther);
                for (int share = 1; share <= SHARES; share++) {
                    int other = Math.max(1, fullOther * share / SHARES);
                    List<Integer> worthy = worthy(chooser, kernel, axis, full, other);
                    Map<String, IntUnaryOperator> choices = Map.of(
                            "1 swept divisor", w -> up(w, swept, full),
                            "2 divisor of most", w -> up(w, banded.divisor(), full),
                            "3 divisor of band", w -> up(w, banded.divisorAt(other), full),
                            "4 worthy at full", w -> up(w, worthyAtFull),
                            "5 worthy here", w -> up(w, worthy),
                            "0 any width", w -> w);
                    double whole = us(judge, kernel, axis, full, other);
                    choices.forEach((name, choice) -> {
                        for (int width = 1; width <= full; width++) {
                            int chosen = choice.applyAsInt(width);
                            sums.computeIfAbsent(precision + " " + name, key -> new Sum())
                                    .add(
                                            us(judge, kernel, axis, chosen, other)
                                                    / whole
                                                    / (us(judge, kernel, axis, width, other) / whole),
                                            (double) (chosen - width) / full);
                        }
                    });
                }
            }
        }
    }

    private static int up(int width, int divisor, int full) {
        return Math.min(full, (width + divisor - 1) / divisor * divisor);
    }

    private static int up(int width, List<Integer> widths) {
        return widths.stream().filter(w -> w >= width).findFirst().orElseThrow();
    }

    private static List<Integer> worthy(KernelTableLatency latency, KernelKey kernel, Axis axis, int full, int other) {
        TreeMap<Integer, Double> us = new TreeMap<>();
        for (int width = 1; width <= full; width++) {
            us.put(width, us(latency, kernel, axis, width, other));
        }
        return WorthyWidths.of(us, .02);
    }

    private static double us(KernelTableLatency latency, KernelKey kernel, Axis axis, int width, int other) {
        KernelKey key = axis == Axis.OUT ? kernel.withChannels(other, width) : kernel.withChannels(width, other);
        // Most kernels that read a multiple of four channels keep the runtime's blocked layout, most others do not.
        boolean plain = key.precision().equals(Precision.FP32) && key.inChannels() % BLOCKED != 0;
        return 1000 * latency.kernelCost(plain ? plain(key) : key).value();
    }

    private static KernelKey plain(KernelKey key) {
        String window = key.window().endsWith("plain") ? key.window() : (key.window() + " plain").strip();
        return new KernelKey(
                key.kind(), key.inChannels(), key.outChannels(), key.size(), window, key.fused(), key.precision());
    }
}

package io.espalier.app.report;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import io.espalier.profile.measure.SurfaceSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The steps of a profile's kernels as a person reads them. */
public final class KernelSteps {
    private KernelSteps() {}

    /**
     * The steps that the profile holds, with how they hold over the other axis; of a profile without any, an imported
     * one, those that its kernels show.
     */
    public static List<WidthStep> of(HardwareProfile profile) {
        SurfaceSteps surface = new SurfaceSteps(profile);
        if (profile.steps().all().isEmpty()) {
            return widest(profile).stream()
                    .flatMap(kernel ->
                            List.of(Axis.IN, Axis.OUT).stream().flatMap(axis -> surface.of(kernel, axis).stream()))
                    .toList();
        }
        return profile.steps().all().stream()
                .map(step -> step.bands().isEmpty()
                        ? new WidthStep(
                                step.kernel(), step.axis(), step.divisor(), surface.bands(step.kernel(), step.axis()))
                        : step)
                .toList();
    }

    /** Of each kind of weighted kernel one at the largest widths that were measured. */
    private static List<KernelKey> widest(HardwareProfile profile) {
        Map<KernelKey, KernelKey> widest = new TreeMap<>();
        for (KernelLatency kernel : profile.kernels()) {
            if (kernel.key().isWeighted()) {
                widest.merge(
                        kernel.key().family(),
                        kernel.key(),
                        (a, b) -> a.withChannels(
                                Math.max(a.inChannels(), b.inChannels()), Math.max(a.outChannels(), b.outChannels())));
            }
        }
        return new ArrayList<>(widest.values());
    }

    /** Whether a step holds over the other axis, such as {@code 8 at 17 to 32, 16 at 33 to 64 channels in}. */
    public static String overOtherAxis(WidthStep step) {
        List<StepBand> bands = step.bands();
        if (bands.isEmpty()) {
            return step.axis() == Axis.BOTH ? "" : "not known";
        }
        String channels = step.axis() == Axis.OUT ? "channels in" : "channels out";
        if (!step.isCoupled()) {
            return "%s at %d to %d %s"
                    .formatted(
                            bands.get(0).divisor(),
                            bands.get(0).from(),
                            bands.get(bands.size() - 1).to(),
                            channels);
        }
        return String.join(
                        ", ",
                        bands.stream()
                                .map(band -> "%d at %d to %d".formatted(band.divisor(), band.from(), band.to()))
                                .toList())
                + " "
                + channels;
    }
}

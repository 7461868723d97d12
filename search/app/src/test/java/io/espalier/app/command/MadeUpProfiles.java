package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.json.ProfileFile;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.transform.ExportForm;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Profiles of devices that nobody has: what is predicted from them is the same in every run. */
final class MadeUpProfiles {
    private static final int[] WIDTHS = {8, 16, 24, 32, 40, 48, 56, 64};

    private MadeUpProfiles() {}

    /**
     * Writes {@code ID.json} into the shell's folder.
     *
     * @param slowness of a kernel: its multiply-accumulates are multiplied by it
     */
    static Path write(Shell shell, Path model, String id, ToDoubleFunction<KernelKey> slowness) {
        ModelGraph exported = ExportForm.of(ModelFile.read(model).model()).graph();
        List<KernelLatency> kernels = new ArrayList<>();
        for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
            for (Kernel kernel : Kernels.of(exported, precision)) {
                for (KernelKey key : atManyWidths(kernel.key())) {
                    double us = 1 + slowness.applyAsDouble(key) * work(key) / 1000;
                    kernels.add(new KernelLatency(key, new LatencyStatistics(us, us, 0, us, 10, 80)));
                }
            }
        }
        HardwareProfile profile = HardwareProfile.empty(
                        ProfileId.of(id),
                        new DeviceFacts("made up for " + id, "none", 2, List.of(), List.of(), "none"),
                        new RuntimeFacts("made-up", "1"),
                        1,
                        1,
                        ProfileProtocol.standard(),
                        Instant.EPOCH)
                .withKernels(kernels);
        Path file = shell.file(id + ".json");
        ProfileFile.write(profile, file);
        return file;
    }

    private static double work(KernelKey key) {
        double widths = key.isWeighted() ? (double) key.inChannels() * key.outChannels() : key.outChannels();
        return Math.max(1, key.size().product()) * widths;
    }

    private static List<KernelKey> atManyWidths(KernelKey key) {
        List<KernelKey> keys = new ArrayList<>(List.of(key));
        for (int in : WIDTHS) {
            for (int out : WIDTHS) {
                boolean inVaries = key.inChannels() >= WIDTHS[0];
                boolean outVaries = key.outChannels() >= WIDTHS[0];
                if (key.isWeighted() || in == out) {
                    keys.add(key.withChannels(inVaries ? in : key.inChannels(), outVaries ? out : key.outChannels()));
                }
            }
        }
        return keys;
    }
}

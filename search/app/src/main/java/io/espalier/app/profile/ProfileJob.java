package io.espalier.app.profile;

import io.espalier.app.ModelFile;
import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Measures the kernels of some models, in floating point and in 8 bits, into a profile of this machine. */
public final class ProfileJob {
    private final InferenceRuntime runtime;
    private final InstantSource clock;
    private final ProfileStore store;

    public ProfileJob(InferenceRuntime runtime, InstantSource clock, ProfileStore store) {
        this.runtime = runtime;
        this.clock = clock;
        this.store = store;
    }

    /**
     * Goes on with the stored profile, or begins one, and measures what it lacks of {@code models}. What is known is kept
     * as it comes, so that a killed job goes on where it was.
     *
     * @param limit when it is over, what is missing stays missing
     * @param notes hears what the user should know, a line each
     * @throws IllegalArgumentException when the stored profile is of another machine, runtime, threads or batch
     */
    public HardwareProfile measure(
            List<ModelFile> models,
            int threads,
            int batch,
            Duration limit,
            MeasurementListener listener,
            Consumer<String> notes) {
        long end = System.nanoTime() + limit.toNanos();
        List<NetworkRequest> both = new ArrayList<>();
        List<NetworkRequest> floatsOnly = new ArrayList<>();
        for (ModelFile model : models) {
            NetworkRequest request = request(model);
            Optional<String> refusal = QdqQuantizer.refusal(request.graph());
            refusal.ifPresent(reason -> notes.accept("%s is measured in fp32 only: %s"
                    .formatted(model.name(), reason.lines().findFirst().orElse(""))));
            (refusal.isPresent() ? floatsOnly : both).add(request);
        }
        HardwareProfile profile = begin(threads, batch);
        MeasurementListener keeper = new Keeper(listener);
        if (!both.isEmpty()) {
            profile = measurement(bothForms()).measure(profile, both, left(end), keeper);
        }
        if (!floatsOnly.isEmpty()) {
            profile = measurement(floatForm()).measure(profile, floatsOnly, left(end), keeper);
        }
        store.save(profile);
        return profile;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private static NetworkRequest request(ModelFile file) {
        if (file.isQuantized()) {
            throw new IllegalArgumentException(
                    "The model (%s) is quantized already.\nMaybe give its floating-point form: kernels are measured in fp32 and in int8."
                            .formatted(file.name()));
        }
        Model exported = ExportForm.of(file.model());
        return new NetworkRequest(file.name(), exported.graph(), () -> exported);
    }

    private HardwareProfile begin(int threads, int batch) {
        HardwareProfile fresh = measurement(floatForm()).start(Optional.of(store.id()), threads, batch);
        HardwareProfile stored = store.find().orElse(fresh);
        requireSame("id", stored.id(), fresh.id());
        requireSame("threads", stored.threads(), threads);
        requireSame("batch", stored.batch(), batch);
        requireSame("runtime", stored.runtime(), fresh.runtime());
        if (!stored.device().isSameDeviceAs(Devices.thisMachine())) {
            throw other("device", stored.device().processor(), fresh.device().processor());
        }
        return stored;
    }

    private void requireSame(String what, Object stored, Object wanted) {
        if (!stored.equals(wanted)) {
            throw other(what, stored, wanted);
        }
    }

    private IllegalArgumentException other(String what, Object stored, Object wanted) {
        return new IllegalArgumentException(
                "The profile (%s) is there already with another %s (%s) than this measurement (%s).\nMaybe choose another --id."
                        .formatted(store.id(), what, stored, wanted));
    }

    private ProfileMeasurement measurement(Map<Precision, UnaryOperator<Model>> forms) {
        return new ProfileMeasurement(runtime, forms, System::nanoTime, clock);
    }

    private static Map<Precision, UnaryOperator<Model>> floatForm() {
        return Map.of(Precision.FP32, UnaryOperator.identity());
    }

    private static Map<Precision, UnaryOperator<Model>> bothForms() {
        return Map.of(
                Precision.FP32,
                UnaryOperator.identity(),
                Precision.INT8,
                model -> QdqQuantizer.quantize(model, node -> Precision.INT8, Calibration.assumed(model.graph())));
    }

    /** Writes what is known by now. */
    private final class Keeper implements MeasurementListener {
        private final MeasurementListener shown;

        Keeper(MeasurementListener shown) {
            this.shown = shown;
        }

        @Override
        public void progressed(String what, long done, long total, Duration left) {
            shown.progressed(what, done, total, left);
        }

        @Override
        public void checkpoint(HardwareProfile profile) {
            store.save(profile);
        }
    }
}

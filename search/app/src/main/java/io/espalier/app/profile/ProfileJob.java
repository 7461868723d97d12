package io.espalier.app.profile;

import io.espalier.cost.latency.AdaptiveSampling;
import io.espalier.profile.Devices;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.profile.measure.TimedForms;
import io.espalier.search.space.RandomCuts;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Measures the kernels of some models, in floating point and in 8 bits, into a profile of this machine. */
public final class ProfileJob {
    /** Share of the time for the steps of widths. */
    private static final double SWEEPING = .25;

    private static final int CUTS_OF_A_MODEL = 400;

    private final InferenceRuntime runtime;
    private final InstantSource clock;
    private final ProfileStore store;

    public ProfileJob(InferenceRuntime runtime, InstantSource clock, ProfileStore store) {
        this.runtime = runtime;
        this.clock = clock;
        this.store = store;
    }

    /**
     * Goes on with the stored profile, or begins one: the kernels of {@code models} first, then the steps of their
     * widths, then what they can be cut to, until predictions are certain enough. What is known is kept as it comes, so
     * that a killed job goes on where it was.
     *
     * @param limit when it is over, what is missing stays missing
     * @param notes hears what the user should know, a line each
     * @throws IllegalArgumentException when the stored profile is of another machine, runtime, threads or batch
     */
    public HardwareProfile measure(
            List<ProfiledModel> models,
            int threads,
            int batch,
            Duration limit,
            MeasurementListener listener,
            Consumer<String> notes) {
        long end = System.nanoTime() + limit.toNanos();
        List<ProfiledModel> both = new ArrayList<>();
        List<ProfiledModel> floatsOnly = new ArrayList<>();
        for (ProfiledModel model : models) {
            Optional<String> refusal = model.refusal();
            refusal.ifPresent(reason -> notes.accept("%s is measured in fp32 only: %s"
                    .formatted(model.name(), reason.lines().findFirst().orElse(""))));
            (refusal.isPresent() ? floatsOnly : both).add(model);
        }
        HardwareProfile profile = begin(threads, batch);
        MeasurementListener keeper = new Keeper(listener);
        profile = measure(profile, both, TimedForms.all(), end, keeper);
        profile = measure(profile, floatsOnly, TimedForms.floats(), end, keeper);
        store.save(profile);
        return profile;
    }

    private HardwareProfile measure(
            HardwareProfile start,
            List<ProfiledModel> models,
            Map<Precision, UnaryOperator<Model>> forms,
            long end,
            MeasurementListener keeper) {
        if (models.isEmpty()) {
            return start;
        }
        ProfileMeasurement measurement = measurement(forms)
                .withAnchors(RandomCuts.anchors(
                        models.stream().map(ProfiledModel::parent).toList(),
                        start.protocol().seed()));
        List<NetworkRequest> parents = models.stream().map(ProfileJob::request).toList();
        HardwareProfile profile = measurement.measure(start, parents, left(end), keeper);
        Duration sweeping = Duration.ofNanos((long) (left(end).toNanos() * SWEEPING / models.size()));
        for (ProfiledModel model : models) {
            SpaceBuilder space = new SpaceBuilder(model.parent());
            profile = measurement.sweep(profile, space.sweeps(), space.cutsTogether(), sweeping, keeper);
        }
        List<Precision> precisions = List.copyOf(forms.keySet());
        profile = new AdaptiveSampling(measurement, pool(models, profile, precisions), precisions)
                .extend(profile, () -> left(end), keeper);
        for (NetworkRequest parent : parents) {
            profile = measurement.withSteps(profile, parent);
        }
        return profile;
    }

    /** Random cuts of all models in turns, half of them on the steps of the device. */
    private static List<NetworkRequest> pool(
            List<ProfiledModel> models, HardwareProfile profile, List<Precision> precisions) {
        List<NetworkRequest> pool = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(profile.protocol().seed());
        List<Map<String, Integer>> divisors = models.stream()
                .map(model -> model.divisors(profile, precisions))
                .toList();
        List<RandomCuts> cuts =
                models.stream().map(model -> new RandomCuts(model.parent())).toList();
        for (int i = 0; i < CUTS_OF_A_MODEL; i++) {
            boolean onSteps = i % 2 == 0;
            for (int m = 0; m < models.size(); m++) {
                Map<String, Integer> steps = divisors.get(m);
                pool.add(cuts.get(m)
                        .draw(
                                models.get(m).name() + '/' + i,
                                random,
                                group -> onSteps ? steps.getOrDefault(group, 1) : 1));
            }
        }
        return pool;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static NetworkRequest request(ProfiledModel model) {
        Model exported = model.parent().model();
        return new NetworkRequest(model.name(), exported.graph(), () -> exported);
    }

    private HardwareProfile begin(int threads, int batch) {
        HardwareProfile fresh = measurement(TimedForms.floats()).start(Optional.of(store.id()), threads, batch);
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

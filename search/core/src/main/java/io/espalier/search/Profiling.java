package io.espalier.search;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.ProfileMeasurement;
import io.espalier.profile.measure.TimedForms;
import io.espalier.search.space.Assembler;
import io.espalier.search.space.Parent;
import io.espalier.search.space.RandomCuts;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.SpaceBuilder;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Gets the profiles of a run: as frozen by an earlier part of it, as given, or extended by what the space still needs:
 * first the steps of widths, which make the space, then the kernels of its networks.
 */
final class Profiling {
    private static final int SAMPLES = 400;
    private static final int MOST_MEASUREMENTS = 3;

    private final RunContext run;
    private final Parent parent;

    Profiling(RunContext run, Parent parent) {
        this.run = run;
        this.parent = parent;
    }

    List<HardwareProfile> profiles() {
        List<HardwareProfile> asked = run.request.profiles();
        return run.directory.profiles(asked).orElseGet(() -> {
            List<HardwareProfile> profiles = new ArrayList<>(asked);
            if (run.request.deviceIsHere()) {
                profiles.set(0, ofThisMachine(asked.get(0)));
            }
            run.directory.freeze(profiles);
            return profiles;
        });
    }

    /** Extended where that was asked for, and checked. */
    private HardwareProfile ofThisMachine(HardwareProfile asked) {
        ProfileCheck check = new ProfileCheck(run, parent, forms());
        return run.request
                .profileKeeper()
                .map(keeper -> extended(asked, keeper, check))
                .orElseGet(() -> {
                    check.time(asked);
                    warnUnlessTrusted(check.compare(asked));
                    return asked;
                });
    }

    /** Measured again while it is too slow; of all measurements the one that tells best what the parent takes. */
    private HardwareProfile extended(HardwareProfile asked, Consumer<HardwareProfile> keeper, ProfileCheck check) {
        ProfileMeasurement measurement = new ProfileMeasurement(
                        run.ports.runtime(), forms(), run.ports.nanoTime(), run.ports.clock())
                .withAnchors(RandomCuts.anchors(List.of(parent), run.request.seed()));
        MeasurementListener progress = listener(keeper);
        check.time(asked);
        HardwareProfile best = measured(asked, measurement, progress);
        check.time(best);
        ProfileCheck.Finding found = check.compare(best);
        for (int i = 1;
                i < MOST_MEASUREMENTS
                        && found.isTooSlow()
                        && !run.plan.forProfile().isZero();
                i++) {
            run.tell(new SearchEvent.Warned(found
                    + ".\nIt must have been measured beside other work, so it is measured again for this model."));
            HardwareProfile again = measured(best.without(check.parentKernels()), measurement, progress);
            check.time(again);
            ProfileCheck.Finding foundNow = check.compare(again);
            found = check.compare(best);
            if (foundNow.tellsMore(found)) {
                best = again;
                found = foundNow;
            }
        }
        warnUnlessTrusted(found);
        keeper.accept(best);
        return best;
    }

    private void warnUnlessTrusted(ProfileCheck.Finding found) {
        if (!found.isTrusted()) {
            run.tell(new SearchEvent.Warned(
                    found + ".\nThe search chooses by such predictions. Maybe let nothing else run on this machine?"));
        }
    }

    private HardwareProfile measured(
            HardwareProfile profile, ProfileMeasurement measurement, MeasurementListener progress) {
        SpaceBuilder builder = new SpaceBuilder(parent);
        HardwareProfile swept = measurement.sweep(
                profile, builder.sweeps(), builder.cutsTogether(), share(run.plan.forProfile(), .45), progress);
        Spaces spaces = new Spaces(run.request, parent, List.of(swept));
        List<Precision> precisions = List.copyOf(forms().keySet());
        SearchSpace space = spaces.space(precisions);
        Assembler assembler = spaces.assembler(precisions);
        return measurement.measure(
                swept,
                SpaceBuilder.samples(assembler, space, SAMPLES, run.request.seed()),
                run.plan.forProfile(),
                progress);
    }

    private static Duration share(Duration duration, double share) {
        return Duration.ofMillis(Math.round(duration.toMillis() * share));
    }

    /** The runnable forms of a network at the precisions that this run may choose. */
    private Map<Precision, UnaryOperator<Model>> forms() {
        return Spaces.mayQuantize(run.request, parent) ? TimedForms.all() : TimedForms.floats();
    }

    private MeasurementListener listener(Consumer<HardwareProfile> keeper) {
        return new MeasurementListener() {
            @Override
            public void progressed(String what, long done, long total, Duration left) {
                run.tell(new SearchEvent.ProfileProgressed(what, done, total, left));
            }

            @Override
            public void checkpoint(HardwareProfile profile) {
                keeper.accept(profile);
            }
        };
    }
}

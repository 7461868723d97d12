package io.espalier.search;

import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.search.space.Parent;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Whether a profile of this machine tells what the parent takes: predicted at each precision, beside the quickest that the
 * whole parent was seen to be in this run. A profile that was measured while the machine had other work can be wrong for
 * one precision alone, and would have the search choose by it. A machine is slow for seconds or minutes at a time, so the
 * more often the parent is timed, the surer.
 */
final class ProfileCheck {
    private static final double TRUSTED = .15;
    private static final Duration LONGEST_TIMING = Duration.ofSeconds(10);
    private static final double US_PER_MS = 1000;

    private final Map<Precision, List<Kernel>> kernels = new LinkedHashMap<>();
    private final List<LatencySubject> subjects = new ArrayList<>();
    private final Map<Precision, Double> quickestMs = new HashMap<>();
    private final RunContext run;

    /** @param forms how the parent runs at each precision */
    ProfileCheck(RunContext run, Parent parent, Map<Precision, UnaryOperator<Model>> forms) {
        this.run = run;
        forms.forEach((precision, form) -> {
            kernels.put(precision, Kernels.of(parent.model().graph(), precision));
            subjects.add(LatencySubject.of(precision.toString(), precision, form.apply(parent.model())));
        });
    }

    /** What the parent takes at one precision. */
    private record Compared(Precision precision, double predictedMs, double quickestMs) {
        double error() {
            return predictedMs / quickestMs - 1;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %.3f ms where it takes %.3f ms (%+.0f %%)",
                    precision,
                    predictedMs,
                    quickestMs,
                    100 * error());
        }
    }

    /** What was found of a profile. */
    record Finding(List<Compared> compared) {
        private double worst() {
            return compared.stream()
                    .mapToDouble(one -> Math.abs(Math.log1p(one.error())))
                    .max()
                    .orElse(0);
        }

        /** Whether it compares at more precisions than {@code other}, or closer at as many. */
        boolean tellsMore(Finding other) {
            return compared.size() != other.compared.size()
                    ? compared.size() > other.compared.size()
                    : worst() < other.worst();
        }

        /** Whether the parent was seen quicker than the profile has it: only the profile can have met a slow machine. */
        boolean isTooSlow() {
            return compared.stream().anyMatch(one -> one.error() > TRUSTED);
        }

        boolean isTrusted() {
            return worst() <= Math.log1p(TRUSTED);
        }

        @Override
        public String toString() {
            return "The profile predicts for the model "
                    + String.join(
                            " and ", compared.stream().map(Compared::toString).toList());
        }
    }

    /** All kernels of the parent. */
    Set<KernelKey> parentKernels() {
        return kernels.values().stream().flatMap(List::stream).map(Kernel::key).collect(Collectors.toSet());
    }

    /** Times the parent now, with the threads and the batch of {@code profile}. */
    void time(HardwareProfile profile) {
        Map<String, LatencyStatistics> timed = LatencyProtocol.standard(LONGEST_TIMING, run.request.seed())
                .measure(
                        subjects,
                        run.ports.runtime(),
                        profile.threads(),
                        profile.batch(),
                        run.ports.nanoTime(),
                        MeasurementListener.NONE);
        for (LatencySubject subject : subjects) {
            double us = Objects.requireNonNull(timed.get(subject.id()), "timed").p10Us();
            quickestMs.merge(subject.precision(), us / US_PER_MS, Math::min);
        }
    }

    /** Compares at the precisions that {@code profile} has prices for; the parent was timed before. */
    Finding compare(HardwareProfile profile) {
        KernelTableLatency latency = KernelTableLatency.of(profile);
        List<Compared> compared = new ArrayList<>();
        kernels.forEach((precision, some) -> {
            if (latency.missing(some).isEmpty()) {
                double predicted = latency.estimate(
                                some.stream().map(Kernel::key).toList())
                        .value();
                double quickest = Objects.requireNonNull(quickestMs.get(precision), "timed");
                compared.add(new Compared(precision, predicted, quickest));
            }
        });
        return new Finding(compared);
    }
}

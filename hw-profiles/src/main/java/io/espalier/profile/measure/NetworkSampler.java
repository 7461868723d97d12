package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Runs planned networks in waves, each of a dozen networks of all precisions, and keeps a partial profile after each. */
final class NetworkSampler {
    private static final int WAVE = 12;

    private final InferenceRuntime runtime;
    private final Map<Precision, UnaryOperator<Model>> forms;
    private final LongSupplier nanoTime;
    private final String what;
    private final Duration limit;
    private final MeasurementListener listener;

    NetworkSampler(
            InferenceRuntime runtime,
            Map<Precision, UnaryOperator<Model>> forms,
            LongSupplier nanoTime,
            String what,
            Duration limit,
            MeasurementListener listener) {
        this.runtime = runtime;
        this.forms = forms;
        this.nanoTime = nanoTime;
        this.what = what;
        this.limit = limit;
        this.listener = listener;
    }

    private record Planned(NetworkRequest request, Precision precision) {}

    /** @param measured what was measured before; hears of more */
    HardwareProfile measure(
            HardwareProfile start,
            List<NetworkRequest> networks,
            MeasuredNetworks measured,
            Map<Precision, List<NetworkRequest>> plans) {
        List<Planned> planned = interleaved(plans);
        MeasurementClock clock = new MeasurementClock(
                what, (long) planned.size() * start.protocol().rounds(), limit, nanoTime, listener);
        SplittableRandom random = new SplittableRandom(start.protocol().seed());
        Map<Precision, RunningAnchors> anchors = new LinkedHashMap<>();
        try {
            for (Precision precision : plans.keySet()) {
                anchors.put(
                        precision,
                        new RunningAnchors(
                                networks.stream()
                                        .map(anchor -> form(precision)
                                                .apply(anchor.model().get()))
                                        .toList(),
                                runtime,
                                start.threads(),
                                start.batch(),
                                start.protocol().warmup(),
                                measured.levels(precision, start),
                                nanoTime));
            }
            for (int from = 0; from < planned.size() && !clock.isOver(); from += WAVE) {
                List<Planned> some = planned.subList(from, Math.min(from + WAVE, planned.size()));
                measureWave(start, some, anchors, clock, random).forEach(measured::add);
                if (clock.isCheckpointDue()) {
                    listener.checkpoint(measured.profile());
                }
            }
        } finally {
            anchors.values().forEach(RunningAnchors::close);
        }
        HardwareProfile profile = measured.profile();
        listener.checkpoint(profile);
        return profile;
    }

    private List<NetworkBlocks> measureWave(
            HardwareProfile profile,
            List<Planned> planned,
            Map<Precision, RunningAnchors> anchors,
            MeasurementClock clock,
            SplittableRandom random) {
        List<MeasuredNetwork> networks = new ArrayList<>();
        try {
            for (Planned one : planned) {
                networks.add(new MeasuredNetwork(
                        one.request(),
                        one.precision(),
                        form(one.precision()).apply(one.request().model().get()),
                        runtime,
                        profile.threads(),
                        profile.batch(),
                        profile.protocol().warmup()));
            }
            new Wave(networks, anchors, runtime, profile, nanoTime, clock).measure(random);
            return networks.stream().map(MeasuredNetwork::blocks).toList();
        } finally {
            networks.forEach(MeasuredNetwork::close);
        }
    }

    private UnaryOperator<Model> form(Precision precision) {
        return Objects.requireNonNull(forms.get(precision), "only precisions with a form are planned");
    }

    /** In turns, so that a measurement cut off knows as much of each precision. */
    private static List<Planned> interleaved(Map<Precision, List<NetworkRequest>> plans) {
        List<Planned> planned = new ArrayList<>();
        int longest = plans.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (Map.Entry<Precision, List<NetworkRequest>> plan : plans.entrySet()) {
                if (i < plan.getValue().size()) {
                    planned.add(new Planned(plan.getValue().get(i), plan.getKey()));
                }
            }
        }
        return planned;
    }
}

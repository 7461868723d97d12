package io.espalier.app.benchmark;

import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.profile.measure.Shuffle;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures subjects twice, all interleaved. Some are visited at a time, as few as a user measures side by side, in random
 * order and several times minutes apart; the same anchors run in every visit. A visit is divided by how slow they were, and
 * one in which they were much slower is made again, since a shared machine is slow for minutes.
 */
final class TwiceMeasured {
    private static final int VISITS = 3;
    private static final int FEWEST_QUIET = 2;
    private static final int MOST_EXTRA = 8;
    private static final int ROUNDS = 7;
    private static final int AT_ONCE = 24;
    private static final double SLOW_PERCENT = 12;
    private static final double SLOW = 1 + SLOW_PERCENT / 100;
    private static final double QUIET = .25;
    private static final double ANY_INTERVAL = 1000;
    private static final double US_PER_MS = 1000;
    private static final String ANCHOR = "anchor ";

    private final InferenceRuntime runtime;
    private final int threads;
    private final int batch;
    private final List<LatencySubject> anchors;
    private final List<LatencySubject> subjects;
    private final List<List<List<Visit>>> passes;
    private final Map<Precision, List<double[]>> anchorsMs = new HashMap<>();
    private int visits;

    /** @param anchorsMs how long the anchors of the same precision took beside it */
    private record Visit(double ms, double[] anchorsMs) {}

    /** @param anchors some of each precision, at different sizes */
    TwiceMeasured(
            InferenceRuntime runtime,
            int threads,
            int batch,
            List<LatencySubject> anchors,
            List<LatencySubject> subjects) {
        this.runtime = runtime;
        this.threads = threads;
        this.batch = batch;
        this.anchors = IntStream.range(0, anchors.size())
                .mapToObj(i -> new LatencySubject(
                        ANCHOR + i,
                        anchors.get(i).precision(),
                        anchors.get(i).model(),
                        anchors.get(i).file()))
                .toList();
        this.subjects = List.copyOf(subjects);
        passes = List.of(noVisits(), noVisits());
    }

    private List<List<Visit>> noVisits() {
        return subjects.stream()
                .map(subject -> (List<Visit>) new ArrayList<Visit>())
                .toList();
    }

    /** Of each subject both measurements, in ms. */
    List<double[]> measure() {
        List<Integer> all = IntStream.range(0, subjects.size()).boxed().toList();
        for (List<List<Visit>> pass : passes) {
            for (int visit = 0; visit < VISITS; visit++) {
                visit(all, pass);
            }
        }
        for (int extra = 0; extra < MOST_EXTRA; extra++) {
            for (List<List<Visit>> pass : passes) {
                visit(all.stream().filter(i -> quiet(pass, i) < FEWEST_QUIET).toList(), pass);
            }
        }
        return all.stream()
                .map(i -> new double[] {median(passes.get(0), i), median(passes.get(1), i)})
                .toList();
    }

    /** The share of the visits that met the slow machine. */
    double slowShare() {
        int all = 0;
        int quiet = 0;
        for (List<List<Visit>> pass : passes) {
            for (int i = 0; i < subjects.size(); i++) {
                all += pass.get(i).size();
                quiet += quiet(pass, i);
            }
        }
        return all == 0 ? 0 : 1 - (double) quiet / all;
    }

    /** The quiet level of each anchor of a precision, in ms. */
    List<Double> anchorsMs(Precision precision) {
        List<double[]> all = anchorsMs.getOrDefault(precision, List.of());
        int count = all.isEmpty() ? 0 : all.get(0).length;
        return IntStream.range(0, count)
                .mapToObj(anchor -> quietMs(all, anchor))
                .toList();
    }

    private static double quietMs(List<double[]> all, int anchor) {
        return LatencyStatistics.quantile(
                all.stream().mapToDouble(ms -> ms[anchor]).sorted().toArray(), QUIET);
    }

    private int quiet(List<List<Visit>> pass, int subject) {
        return (int) pass.get(subject).stream()
                .filter(visit -> slowness(visit, subject) <= SLOW)
                .count();
    }

    /** The median over the anchors of what they took more than in the lower quartile of their visits. */
    private double slowness(Visit visit, int subject) {
        List<double[]> all = anchorsMs.getOrDefault(subjects.get(subject).precision(), List.of());
        double[] ratios = IntStream.range(0, visit.anchorsMs().length)
                .mapToDouble(i -> visit.anchorsMs()[i] / quietMs(all, i))
                .sorted()
                .toArray();
        return LatencyStatistics.quantile(ratios, .5);
    }

    /** Over the quiet visits, each as long as it would have been at the anchors' quiet level; over the least slow ones when those are too few. */
    private double median(List<List<Visit>> pass, int subject) {
        double[] sorted = pass.get(subject).stream()
                .sorted(Comparator.comparingDouble(visit -> slowness(visit, subject)))
                .limit(Math.max(FEWEST_QUIET, quiet(pass, subject)))
                .mapToDouble(visit -> visit.ms() / slowness(visit, subject))
                .sorted()
                .toArray();
        return LatencyStatistics.quantile(sorted, .5);
    }

    private void visit(List<Integer> some, List<List<Visit>> pass) {
        visits++;
        List<Integer> order = Shuffle.of(some, new SplittableRandom(visits));
        for (int from = 0; from < order.size(); from += AT_ONCE) {
            List<LatencySubject> timed = new ArrayList<>(anchors);
            List<Integer> numbers = order.subList(from, Math.min(from + AT_ONCE, order.size()));
            numbers.forEach(i -> timed.add(subjects.get(i)));
            Map<String, LatencyStatistics> measured = new LatencyProtocol(
                            5, 5, ROUNDS, ANY_INTERVAL, Duration.ofMinutes(1), SLOW_PERCENT, visits)
                    .measure(timed, runtime, threads, batch, System::nanoTime, MeasurementListener.NONE);
            Map<Precision, double[]> beside = new HashMap<>();
            anchors.stream()
                    .collect(Collectors.groupingBy(LatencySubject::precision))
                    .forEach((precision, same) -> beside.put(
                            precision,
                            same.stream()
                                    .mapToDouble(anchor -> ms(measured, anchor))
                                    .toArray()));
            beside.forEach((precision, ms) -> anchorsMs
                    .computeIfAbsent(precision, key -> new ArrayList<>())
                    .add(ms));
            for (int i : numbers) {
                LatencySubject subject = subjects.get(i);
                pass.get(i)
                        .add(new Visit(
                                ms(measured, subject), beside.getOrDefault(subject.precision(), new double[] {1})));
            }
        }
    }

    private static double ms(Map<String, LatencyStatistics> measured, LatencySubject subject) {
        LatencyStatistics statistics = measured.get(subject.id());
        if (statistics == null) {
            throw new IllegalStateException("The subject (%s) was not measured.".formatted(subject.id()));
        }
        return statistics.p10Us() / US_PER_MS;
    }
}

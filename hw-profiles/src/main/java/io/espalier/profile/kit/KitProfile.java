package io.espalier.profile.kit;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.measure.StepFinder;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a profile of what a kit measured. */
public final class KitProfile {
    /** With fewer quiet blocks than this, the least slow ones are taken as well. */
    private static final int FEWEST_BLOCKS = 3;

    private static final double QUIET = .1;
    /** However much of a run is overhead, a model takes at least this share of it. */
    private static final double SHORTEST = .05;

    private static final int MOST_NAMED = 3;

    private final KitPlan plan;
    private final KitResults results;
    private final Map<Precision, Double> slowestAnchorUs = new HashMap<>();

    private KitProfile(KitPlan plan, KitResults results) {
        this.plan = plan;
        this.results = results;
        Map<Precision, List<Double>> anchors = new HashMap<>();
        for (KitModel model : plan.models()) {
            results.blocks(model)
                    .forEach(block -> anchors.computeIfAbsent(model.precision(), key -> new ArrayList<>())
                            .add(block.anchorUs()));
        }
        double slower = 1 + plan.protocol().slowModePercent() / 100;
        anchors.forEach((precision, us) -> slowestAnchorUs.put(
                precision,
                slower
                        * LatencyStatistics.quantile(
                                us.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sorted()
                                        .toArray(),
                                QUIET)));
    }

    /**
     * The profile of the device that ran the kit in {@code folder}: kernels and whole networks without what every run
     * takes.
     *
     * @param folderOrResults the folder, or {@code results.csv} with {@code plan.json} beside it
     * @param partial whether models that were not measured are simply left out
     * @throws InvalidProfileException when a file is missing, broken or of another plan, or measurements are missing
     */
    public static HardwareProfile collect(Path folderOrResults, ProfileId id, boolean partial) {
        Path file = Files.isDirectory(folderOrResults) ? folderOrResults.resolve(KitResults.NAME) : folderOrResults;
        Path planFile = file.resolveSibling(KitPlanFile.NAME);
        KitPlan plan = KitPlanFile.read(planFile);
        KitResults results = KitResults.read(file);
        results.requirePlan(planFile);
        if (!partial) {
            requireAll(plan, results);
        }
        return new KitProfile(plan, results).profile(id);
    }

    private static void requireAll(KitPlan plan, KitResults results) {
        List<String> missing = plan.models().stream()
                .filter(model -> results.blocks(model).size() < plan.rounds())
                .map(KitModel::file)
                .toList();
        if (!missing.isEmpty()) {
            throw new InvalidProfileException(
                    "Of %d models, %d are not measured %d times yet: %s%s.\nMaybe start the script again: it goes on where it was. With --partial they are left out."
                            .formatted(
                                    plan.models().size(),
                                    missing.size(),
                                    plan.rounds(),
                                    String.join(", ", missing.subList(0, Math.min(MOST_NAMED, missing.size()))),
                                    missing.size() > MOST_NAMED ? ", …" : ""));
        }
    }

    private HardwareProfile profile(ProfileId id) {
        double idleUs = plan.models().stream()
                .filter(model -> model.isIdle() && isMeasured(model))
                .mapToDouble(model -> LatencyStatistics.of(quietUs(model), 1).p10Us())
                .findFirst()
                .orElse(0);
        List<KernelLatency> kernels = new ArrayList<>();
        List<NetworkSample> networks = new ArrayList<>();
        for (KitModel model : plan.models()) {
            if (isMeasured(model)) {
                LatencyStatistics latency = latency(model, idleUs);
                model.kernel().ifPresent(key -> kernels.add(new KernelLatency(key, latency)));
                model.network().ifPresent(network -> networks.add(network.sample(latency)));
            }
        }
        HardwareProfile measured = HardwareProfile.empty(
                        id,
                        results.device(),
                        results.runtime(),
                        results.threads(),
                        plan.batch(),
                        plan.protocol(),
                        results.started())
                .withKernels(kernels)
                .withNetworks(networks);
        // Widths are swept from those of the first network of each precision.
        Map<Precision, NetworkSample> parents = new LinkedHashMap<>();
        networks.forEach(network -> parents.putIfAbsent(network.precision(), network));
        return measured.withSteps(new StepFinder(measured)
                .of(parents.values().stream()
                        .flatMap(network -> network.kernels().keySet().stream())
                        .toList()));
    }

    private boolean isMeasured(KitModel model) {
        return !results.blocks(model).isEmpty();
    }

    /** Of one kernel or network, without the way into the runtime and out of it. */
    private LatencyStatistics latency(KitModel model, double idleUs) {
        double[] us = quietUs(model);
        for (int i = 0; i < us.length; i++) {
            us[i] = Math.max(SHORTEST * us[i], us[i] - idleUs) / model.copies();
        }
        return LatencyStatistics.of(us, plan.protocol().runsPerBlock());
    }

    /** The blocks during which the machine was quiet; the least slow ones when those are too few. */
    private double[] quietUs(KitModel model) {
        double slowest = slowestAnchorUs.getOrDefault(model.precision(), Double.POSITIVE_INFINITY);
        List<KitResults.Block> sorted = results.blocks(model).stream()
                .sorted(Comparator.comparingDouble(KitResults.Block::anchorUs))
                .toList();
        long quiet =
                sorted.stream().filter(block -> block.anchorUs() <= slowest).count();
        return sorted.stream()
                .limit(Math.max(Math.min(FEWEST_BLOCKS, sorted.size()), quiet))
                .mapToDouble(KitResults.Block::us)
                .toArray();
    }
}

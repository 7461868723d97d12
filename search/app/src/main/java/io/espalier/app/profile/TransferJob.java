package io.espalier.app.profile;

import io.espalier.app.ModelFile;
import io.espalier.cost.transfer.ProfileTransfer;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.kit.KitPlan;
import io.espalier.profile.kit.KitProfile;
import io.espalier.profile.kit.KitWriter;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** A new device from the profiles of others and a few measured networks: which to measure, and the profile of it. */
public final class TransferJob {
    private static final String UNKNOWN = "unknown";

    private final List<HardwareProfile> known;
    private final ProfileTransfer transfer;
    private final InstantSource clock;

    /** @param known profiles of at least two devices; throws like {@link ProfileTransfer#from} */
    public TransferJob(List<HardwareProfile> known, InstantSource clock) {
        this.known = List.copyOf(known);
        this.transfer = ProfileTransfer.from(known);
        this.clock = clock;
    }

    /**
     * Writes the networks of a model's search space that tell most about a new device, as a kit.
     *
     * @param networks how many of each precision
     * @throws IllegalArgumentException when the profiles cannot price enough of them
     */
    public KitPlan plan(
            Path folder, ModelFile model, List<Precision> precisions, int networks, Consumer<String> notes) {
        HardwareProfile first = known.get(0);
        KitWriter writer = new KitWriter(folder, first.threads(), first.batch(), TimedForms.all());
        List<NetworkRequest> space = new SpaceNetworks(ProfiledModel.of(model)).candidates();
        for (Precision precision : KitJob.runnable(model, precisions, notes)) {
            Map<String, NetworkRequest> requests = new HashMap<>();
            List<NetworkKernels> candidates = space.stream()
                    .map(network ->
                            NetworkKernels.of(network.name(), precision, Kernels.of(network.graph(), precision)))
                    .toList();
            space.forEach(network -> requests.put(network.name(), network));
            List<NetworkKernels> chosen = transfer.anchors(candidates, networks);
            if (chosen.size() < ProfileTransfer.FEWEST_NETWORKS) {
                List<KernelKey> missing = transfer.missing(candidates.get(0));
                throw new IllegalArgumentException(
                        "The profiles can price %d networks of (%s) in %s, but a transfer needs %d; they lack kernels such as (%s).\nMaybe measure this model on those devices, or choose another --precision."
                                .formatted(
                                        chosen.size(),
                                        model.name(),
                                        precision,
                                        ProfileTransfer.FEWEST_NETWORKS,
                                        missing.isEmpty() ? "?" : missing.get(0)));
            }
            chosen.forEach(
                    network -> writer.addNetwork(Objects.requireNonNull(requests.get(network.name())), precision));
        }
        return writer.finish();
    }

    /**
     * The profile of the new device.
     *
     * @param measured what a kit measured, its folder or {@code results.csv}; or a table of models and latencies
     * @param plan the kit of the models of a table, when they are not files
     * @param workingDirectory what files in the table are relative to
     */
    public HardwareProfile transfer(ProfileId id, Path measured, Optional<KitPlan> plan, Path workingDirectory) {
        if (isKit(measured)) {
            HardwareProfile collected = KitProfile.collect(measured, id, false);
            return transfer.transfer(
                    empty(id, collected.device(), collected.runtime(), collected.threads()), collected.networks());
        }
        List<NetworkSample> samples = MeasuredTable.read(measured, plan, workingDirectory);
        int threads = plan.map(KitPlan::threads).orElse(known.get(0).threads());
        DeviceFacts device = new DeviceFacts(id.value(), UNKNOWN, 1, List.of(), List.of(), UNKNOWN);
        return transfer.transfer(empty(id, device, new RuntimeFacts(UNKNOWN, UNKNOWN, UNKNOWN), threads), samples);
    }

    private HardwareProfile empty(ProfileId id, DeviceFacts device, RuntimeFacts runtime, int threads) {
        HardwareProfile first = known.get(0);
        return HardwareProfile.empty(
                id,
                device,
                runtime,
                threads,
                first.batch(),
                first.protocol(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private static boolean isKit(Path measured) {
        return Files.isDirectory(measured) || MeasuredTable.firstLine(measured).startsWith("# ");
    }
}

package io.espalier.profile.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.EnergyCosts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileOrigin;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.StepBand;
import io.espalier.profile.TransferFacts;
import io.espalier.profile.WidthStep;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A profile as its file says it: names are the file's, kernels are texts. What is null is not written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProfileForm(
        int schema,
        String id,
        String created,
        DeviceFacts device,
        RuntimeFacts runtime,
        int threads,
        int batch,
        ProfileProtocol protocol,
        @Nullable ProfileOrigin origin,
        @Nullable SheetForm sheet,
        @Nullable EnergyCosts energy,
        @Nullable TransferFacts transferred,
        List<StepForm> steps,
        List<KernelForm> kernels,
        List<NetworkForm> networks) {

    record KernelForm(String kernel, LatencyStatistics latency) {}

    record NetworkForm(String name, String precision, LatencyStatistics latency, Map<String, Integer> kernels) {}

    /** @param bands divisors over the other axis; null where they are not known, as in files of earlier versions */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepForm(
            String kernel,
            String axis,
            int divisor,
            @Nullable List<StepBand> bands) {
        static StepForm of(WidthStep step) {
            return new StepForm(
                    step.kernel().toString(),
                    step.axis().name().toLowerCase(Locale.ROOT),
                    step.divisor(),
                    step.bands().isEmpty() ? null : step.bands());
        }

        WidthStep toStep(KernelTexts texts) {
            return new WidthStep(
                    texts.kernel(kernel),
                    KernelKey.Axis.valueOf(axis.toUpperCase(Locale.ROOT)),
                    divisor,
                    bands == null ? List.of() : bands);
        }
    }

    static ProfileForm of(HardwareProfile profile) {
        return new ProfileForm(
                HardwareProfile.SCHEMA_VERSION,
                profile.id().value(),
                profile.created().toString(),
                profile.device(),
                profile.runtime(),
                profile.threads(),
                profile.batch(),
                profile.protocol(),
                profile.origin().equals(ProfileOrigin.MEASURED) ? null : profile.origin(),
                profile.sheet().map(SheetForm::of).orElse(null),
                profile.energy().orElse(null),
                profile.transferred().orElse(null),
                profile.steps().all().stream().map(StepForm::of).toList(),
                profile.kernels().stream()
                        .map(kernel -> new KernelForm(kernel.key().toString(), kernel.latency()))
                        .toList(),
                profile.networks().stream().map(ProfileForm::networkForm).toList());
    }

    private static NetworkForm networkForm(NetworkSample sample) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        sample.kernels().forEach((key, count) -> counts.put(key.toString(), count));
        return new NetworkForm(sample.name(), sample.precision().toString(), sample.latency(), counts);
    }

    /** @throws RuntimeException when a part is missing or wrong */
    HardwareProfile toProfile() {
        HardwareProfile profile = measured();
        if (sheet != null) {
            profile = profile.withSheet(sheet.toSheet());
        }
        if (energy != null) {
            profile = profile.withEnergy(energy);
        }
        return transferred == null ? profile : profile.withTransferred(transferred);
    }

    private HardwareProfile measured() {
        KernelTexts texts = new KernelTexts();
        return HardwareProfile.empty(
                        ProfileId.of(required(id, "id")),
                        required(device, "device"),
                        required(runtime, "runtime"),
                        threads,
                        batch,
                        required(protocol, "protocol"),
                        Instant.parse(required(created, "created")))
                .withSteps(required(steps, "steps").stream()
                        .map(step -> step.toStep(texts))
                        .toList())
                .withKernels(required(kernels, "kernels").stream()
                        .map(form ->
                                new KernelLatency(texts.kernel(form.kernel()), required(form.latency(), "latency")))
                        .toList())
                .withNetworks(required(networks, "networks").stream()
                        .map(form -> network(form, texts))
                        .toList())
                .withOrigin(origin == null ? ProfileOrigin.MEASURED : origin);
    }

    private static NetworkSample network(NetworkForm form, KernelTexts texts) {
        Map<KernelKey, Integer> counts = new LinkedHashMap<>();
        form.kernels().forEach((text, count) -> counts.put(texts.kernel(text), count));
        return new NetworkSample(
                form.name(), KernelKey.precision(form.precision()), counts, required(form.latency(), "latency"));
    }

    /** The kernels that texts name. The networks of a profile name the same ones again and again: each is read once. */
    private static final class KernelTexts {
        private final Map<String, KernelKey> known = new HashMap<>();

        KernelKey kernel(String text) {
            return known.computeIfAbsent(text, KernelKey::parse);
        }
    }

    private static <T> T required(T part, String field) {
        return Objects.requireNonNull(part, () -> "The field \"%s\" is missing.".formatted(field));
    }
}

package io.espalier.profile.kit;

import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.ProfileProtocol;
import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes {@code plan.json}, which the scripts of a kit read too. */
public final class KitPlanFile {
    /** The file's name in the folder of the kit. */
    public static final String NAME = "plan.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private KitPlanFile() {}

    private record PlanForm(int kit, int threads, int batch, ProfileProtocol protocol, List<ModelForm> models) {}

    private record ModelForm(
            String file,
            String precision,
            int copies,
            @Nullable String kernel,
            @Nullable String network,
            @Nullable Map<String, Integer> kernels,
            List<InputForm> inputs) {}

    private record InputForm(String name, String type, long[] shape) {}

    static void write(KitPlan plan, Path folder) {
        PlanForm form = new PlanForm(
                KitPlan.VERSION,
                plan.threads(),
                plan.batch(),
                plan.protocol(),
                plan.models().stream().map(KitPlanFile::form).toList());
        AtomicFiles.write(folder.resolve(NAME), JSON.writeValueAsString(form) + "\n");
    }

    private static ModelForm form(KitModel model) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        model.network()
                .ifPresent(network -> network.counts().forEach((key, count) -> counts.put(key.toString(), count)));
        return new ModelForm(
                model.file(),
                model.precision().toString(),
                model.copies(),
                model.kernel().map(KernelKey::toString).orElse(null),
                model.network().map(NetworkKernels::name).orElse(null),
                model.network().isPresent() ? counts : null,
                model.inputs().stream()
                        .map(input -> new InputForm(
                                input.name(), input.type(), input.shape().toArray()))
                        .toList());
    }

    /**
     * The plan in a folder, or in a file.
     *
     * @throws InvalidProfileException when it is missing, broken or of another version
     */
    public static KitPlan read(Path folderOrFile) {
        Path file = file(folderOrFile);
        try {
            PlanForm form = JSON.readValue(Files.readString(file), PlanForm.class);
            if (form.kit() != KitPlan.VERSION) {
                throw new InvalidProfileException(
                        "The plan (%s) is of version %d, but this program reads version %d.\nMaybe write the kit anew with 'profile plan'."
                                .formatted(file, form.kit(), KitPlan.VERSION));
            }
            return new KitPlan(
                    form.threads(),
                    form.batch(),
                    Objects.requireNonNull(form.protocol(), "The field \"protocol\" is missing."),
                    Objects.requireNonNull(form.models(), "The field \"models\" is missing.").stream()
                            .map(KitPlanFile::model)
                            .toList());
        } catch (IOException e) {
            throw new InvalidProfileException(
                    "The plan (%s) cannot be read: %s.\nMaybe this is not the folder that 'profile plan' wrote."
                            .formatted(file, e),
                    e);
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new InvalidProfileException(
                    "The plan (%s) is broken: %s\nMaybe it was cut off or edited by hand."
                            .formatted(
                                    file,
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    e);
        }
    }

    private static Path file(Path folderOrFile) {
        return Files.isDirectory(folderOrFile) ? folderOrFile.resolve(NAME) : folderOrFile;
    }

    private static KitModel model(ModelForm form) {
        Precision precision = KernelKey.precision(form.precision());
        Map<KernelKey, Integer> counts = new LinkedHashMap<>();
        if (form.kernels() != null) {
            form.kernels().forEach((text, count) -> counts.put(KernelKey.parse(text), count));
        }
        return new KitModel(
                form.file(),
                precision,
                form.copies(),
                Optional.ofNullable(form.kernel()).map(KernelKey::parse),
                Optional.ofNullable(form.network()).map(name -> new NetworkKernels(name, precision, counts)),
                form.inputs().stream()
                        .map(input -> new KitInput(input.name(), input.type(), Longs.of(input.shape())))
                        .toList());
    }

    /** SHA-256 (hex) of the plan's file: results name it, so that they are not taken for another plan's. */
    static String hash(Path folderOrFile) {
        try {
            return Sha256.of(Files.readAllBytes(file(folderOrFile)));
        } catch (IOException e) {
            throw new InvalidProfileException("The plan (%s) cannot be read: %s.".formatted(folderOrFile, e), e);
        }
    }
}

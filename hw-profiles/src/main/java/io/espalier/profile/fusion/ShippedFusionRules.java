package io.espalier.profile.fusion;

import io.espalier.profile.RuntimeFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * The tables that come with Espalier, of ONNX Runtime on processors of x86-64 with vectors of 512 bits. Each was written by
 * {@code benchmarks/fusion}, which asks the runtime.
 */
public final class ShippedFusionRules {
    private static final String FOLDER = "/io/espalier/profile/fusion/";
    /** The oldest version first. */
    private static final List<String> RESOURCES =
            List.of("onnxruntime-1.20.0-cpu.json", "onnxruntime-1.22.0-cpu.json", "onnxruntime-1.29.0-cpu.json");

    private static final FusionRules OWN = read(RESOURCES.get(RESOURCES.size() - 1));

    private ShippedFusionRules() {}

    /** All of them, the oldest version first. */
    public static List<FusionRules> list() {
        return RESOURCES.stream().map(ShippedFusionRules::read).toList();
    }

    /** Those of the version that Espalier itself runs networks with. */
    public static FusionRules own() {
        return OWN;
    }

    /** Those of a runtime, or of the nearest version that is known; {@link #own} for a runtime of another name. */
    public static FusionRules nearest(RuntimeFacts runtime) {
        long version = number(runtime.version());
        return list().stream()
                .filter(rules -> rules.runtime().name().equals(runtime.name()))
                .min(Comparator.comparingLong(
                        rules -> Math.abs(number(rules.runtime().version()) - version)))
                .orElse(OWN);
    }

    /** A version as a number that grows with it; what is not made of numbers counts as 0. */
    private static long number(String version) {
        String[] parts = version.split("[^0-9]+");
        long number = 0;
        for (int i = 0; i < 3; i++) {
            boolean isNumber = i < parts.length && parts[i].matches("\\d{1,3}");
            number = 1000 * number + (isNumber ? Long.parseLong(parts[i]) : 0);
        }
        return number;
    }

    private static FusionRules read(String resource) {
        try (InputStream stream = ShippedFusionRules.class.getResourceAsStream(FOLDER + resource)) {
            if (stream == null) {
                throw new IllegalStateException("The resource (%s) is missing.".formatted(resource));
            }
            return FusionRulesFile.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), resource);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource (%s) cannot be read.".formatted(resource), e);
        }
    }
}

package io.espalier.profile.fusion;

import io.espalier.zoo.file.AtomicFiles;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.nio.file.Path;

/** Writes the fusion rules of the present runtime to the folder of the tables that are shipped. */
public final class FusionTable {
    private FusionTable() {}

    /** @param arguments the folder */
    public static void main(String[] arguments) {
        FusionRules rules = FusionProbe.probe(OnnxRuntime.open());
        Path file = Path.of(arguments[0]).resolve(name(rules));
        AtomicFiles.write(file, FusionRulesFile.write(rules));
        System.out.println(file);
    }

    /** The name of the file of {@code rules}. */
    static String name(FusionRules rules) {
        return "%s-%s-%s.json"
                .formatted(
                        rules.runtime().name(),
                        rules.runtime().version(),
                        rules.runtime().provider());
    }
}

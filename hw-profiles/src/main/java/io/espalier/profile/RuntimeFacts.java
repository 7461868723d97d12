package io.espalier.profile;

import java.util.Objects;

/**
 * The program that ran the networks of a profile.
 *
 * @param provider what the program ran them with: {@code cpu}, {@code cuda}, {@code qnn}, …; {@code cpu} where a file
 *     does not say
 */
public record RuntimeFacts(String name, String version, String provider) {
    private static final String CPU = "cpu";

    public RuntimeFacts {
        provider = Objects.requireNonNullElse(provider, CPU);
    }

    /** A program that runs networks on the processor. */
    public RuntimeFacts(String name, String version) {
        this(name, version, CPU);
    }
}

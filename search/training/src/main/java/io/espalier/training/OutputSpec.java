package io.espalier.training;

import java.util.Optional;

/**
 * How users name something about an output: {@code NAME}, {@code NAME:OUTPUT} or {@code NAME:OUTPUT=TARGET}.
 *
 * @param name such as {@code mse} or {@code top5}
 * @param output of the network; empty: the one that the data has a target for
 * @param target of the data; empty: the one of the output's name
 */
public record OutputSpec(String name, Optional<String> output, Optional<String> target) {

    public static OutputSpec parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new OutputSpec(text, Optional.empty(), Optional.empty());
        }
        String name = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        int equals = rest.lastIndexOf('=');
        return equals < 0
                ? new OutputSpec(name, Optional.of(rest), Optional.empty())
                : new OutputSpec(name, Optional.of(rest.substring(0, equals)), Optional.of(rest.substring(equals + 1)));
    }
}

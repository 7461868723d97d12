package io.espalier.profile.fusion;

import java.util.Optional;

/**
 * A function written as several floating-point nodes that a runtime runs as one.
 *
 * @param operator the runtime's operator for it
 * @param biasedOperator the runtime's operator where a vector of weights is added to what the function reads, which then
 *     runs in the same kernel; empty when it does not
 */
public record SpelledRule(Spelling spelling, String operator, Optional<String> biasedOperator) {}

/**
 * Rewrites a network into another that computes the same (folding, dead nodes), nearly the same (re-calibration,
 * quantization), or deliberately less (block removal). Start at {@link io.espalier.zoo.transform.ExportForm}. Every
 * transform exists for the structure alone, so that candidates are priced without touching a tensor.
 */
@NullMarked
package io.espalier.zoo.transform;

import org.jspecify.annotations.NullMarked;

/**
 * Running a network: the port {@link io.espalier.zoo.runtime.InferenceRuntime}, and its only adapter,
 * {@link io.espalier.zoo.runtime.OnnxRuntime}. Accuracy, calibration and every latency are measured through it.
 */
@NullMarked
package io.espalier.zoo.runtime;

import org.jspecify.annotations.NullMarked;

/**
 * Makes profiles: finds the kernels that a runtime makes of a graph, and measures them in place. Start at
 * {@link io.espalier.profile.measure.ProfileMeasurement}; {@link io.espalier.profile.measure.LatencyProtocol} measures
 * whole models side by side.
 */
@NullMarked
package io.espalier.profile.measure;

import org.jspecify.annotations.NullMarked;

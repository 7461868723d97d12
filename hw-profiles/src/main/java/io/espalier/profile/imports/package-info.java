/**
 * Takes over public latency tables as profiles: kernels where the table has kernels, timed sums of kernels where it has
 * blocks or layers. Start at {@link io.espalier.profile.imports.ProfileImporters}; a roofline in the profile is a starting
 * point, to be fitted to the table ({@code cost.analytic.RooflineFit}).
 */
@NullMarked
package io.espalier.profile.imports;

import org.jspecify.annotations.NullMarked;

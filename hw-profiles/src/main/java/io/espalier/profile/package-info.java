/**
 * What a device costs: measured profiles of device, runtime, version, threads and batch. Start at
 * {@link io.espalier.profile.HardwareProfile}. Profiles are made by {@code profile.measure}, kept by
 * {@link io.espalier.profile.json.ProfileRepository} and read by the cost models.
 */
@NullMarked
package io.espalier.profile;

import org.jspecify.annotations.NullMarked;

/**
 * Profiles of devices without Java: a folder of small models and a script that times them with ONNX Runtime alone, and
 * the way back from its results. Start at {@link io.espalier.profile.kit.Kit}, which writes the folder, and
 * {@link io.espalier.profile.kit.KitProfile}, which makes a profile of the results.
 */
@NullMarked
package io.espalier.profile.kit;

import org.jspecify.annotations.NullMarked;

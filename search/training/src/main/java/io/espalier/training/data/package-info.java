/**
 * Labelled images: readers of the formats that Espalier knows, slices and the three disjoint sets of a search, and
 * normalized batches of tensors. Start at {@link io.espalier.training.data.Datasets}, which opens what the user named;
 * everything after it (scoring, calibration, tuning) sees {@link io.espalier.training.data.ImageSet}s only.
 */
@NullMarked
package io.espalier.training.data;

import org.jspecify.annotations.NullMarked;

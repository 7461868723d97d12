/**
 * Examples: readers of labelled images and of arrays, slices and the three disjoint sets of a search, and batches of tensors.
 * Start at {@link io.espalier.training.data.Datasets}, which opens what the user named; everything after it (scoring,
 * calibration, tuning) sees {@link io.espalier.training.data.Examples} only.
 */
@NullMarked
package io.espalier.training.data;

import org.jspecify.annotations.NullMarked;

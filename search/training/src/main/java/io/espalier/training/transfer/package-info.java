/**
 * Knowledge that a student takes over besides answers: features of a teacher, and weights. Start at {@link
 * io.espalier.training.transfer.HintedTraining}.
 */
@NullMarked
package io.espalier.training.transfer;

import org.jspecify.annotations.NullMarked;

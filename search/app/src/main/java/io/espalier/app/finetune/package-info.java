/** The fine-tuning of one model. */
@NullMarked
package io.espalier.app.finetune;

import org.jspecify.annotations.NullMarked;

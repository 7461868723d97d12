/** What models would cost on a profiled device. Start at {@link io.espalier.app.predict.Prediction}. */
@NullMarked
package io.espalier.app.predict;

import org.jspecify.annotations.NullMarked;

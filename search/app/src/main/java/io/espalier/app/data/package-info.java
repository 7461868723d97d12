/** The user's data brought together with the user's model. Start at {@link io.espalier.app.data.ModelData}. */
@NullMarked
package io.espalier.app.data;

import org.jspecify.annotations.NullMarked;

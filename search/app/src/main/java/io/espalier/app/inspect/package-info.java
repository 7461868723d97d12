/** What Espalier sees in a model: start at {@link io.espalier.app.inspect.Inspection}. */
@NullMarked
package io.espalier.app.inspect;

import org.jspecify.annotations.NullMarked;

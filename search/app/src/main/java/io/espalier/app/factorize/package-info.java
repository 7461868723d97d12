/** Layers of a model replaced by thinner pairs. Start at {@link io.espalier.app.factorize.FactorizedModel}. */
@NullMarked
package io.espalier.app.factorize;

import org.jspecify.annotations.NullMarked;

/** What a model costs on a device; users implement {@code CostModel} for a cost of their own. */
@NullMarked
package io.espalier.cost;

import org.jspecify.annotations.NullMarked;

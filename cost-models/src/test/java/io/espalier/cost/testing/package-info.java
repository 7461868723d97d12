/** What tests of cost models share, among it the contracts that every cost model keeps. */
@NullMarked
package io.espalier.cost.testing;

import org.jspecify.annotations.NullMarked;

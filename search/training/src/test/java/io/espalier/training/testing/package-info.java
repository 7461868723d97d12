/** Data and contracts for tests of whatever trains networks. */
@NullMarked
package io.espalier.training.testing;

import org.jspecify.annotations.NullMarked;

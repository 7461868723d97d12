/** Trials in SQLite, as they come. */
@NullMarked
package io.espalier.store;

import org.jspecify.annotations.NullMarked;

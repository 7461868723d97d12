/**
 * Reports of a search, made from the files of its run directory and from nothing else, so that they can be made again.
 * Start at {@link io.espalier.app.report.RunReport}.
 */
@NullMarked
package io.espalier.app.report;

import org.jspecify.annotations.NullMarked;

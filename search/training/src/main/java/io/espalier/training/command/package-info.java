/** What users do themselves: training and judging by commands of their own. */
@NullMarked
package io.espalier.training.command;

import org.jspecify.annotations.NullMarked;

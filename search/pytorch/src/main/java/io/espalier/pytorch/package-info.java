/** The training engine on PyTorch, through DJL. */
@NullMarked
package io.espalier.pytorch;

import org.jspecify.annotations.NullMarked;

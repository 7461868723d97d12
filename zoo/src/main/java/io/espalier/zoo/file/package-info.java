/** Files written whole or not at all. Start at {@link io.espalier.zoo.file.AtomicFiles}. */
@NullMarked
package io.espalier.zoo.file;

import org.jspecify.annotations.NullMarked;

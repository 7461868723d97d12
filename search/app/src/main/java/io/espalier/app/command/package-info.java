/** The command line: each command parses, calls one service and prints. Start at {@link io.espalier.app.command.Main}. */
@NullMarked
package io.espalier.app.command;

import org.jspecify.annotations.NullMarked;

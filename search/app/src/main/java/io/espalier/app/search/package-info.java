/**
 * From what a user asks for to a search that runs: {@link io.espalier.app.search.Espalier} wires the ports, and is the
 * entry of Espalier as a library; {@link io.espalier.app.search.SearchSetup} loads and checks a request.
 */
@NullMarked
package io.espalier.app.search;

import org.jspecify.annotations.NullMarked;

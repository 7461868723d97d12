/** Asks a runtime what it fuses: {@link io.espalier.profile.fusion.FusionProbe} writes the tables that are shipped. */
@NullMarked
package io.espalier.profile.fusion;

import org.jspecify.annotations.NullMarked;

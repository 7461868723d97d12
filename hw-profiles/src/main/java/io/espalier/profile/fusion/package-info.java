/**
 * What a runtime makes of a graph before it runs it, as a table for each version: which operators run as one kernel, what
 * stays in a blocked layout, what is rewritten. Start at {@link io.espalier.profile.fusion.FusionRules}; the tables that
 * come with Espalier are in {@link io.espalier.profile.fusion.ShippedFusionRules}.
 */
@NullMarked
package io.espalier.profile.fusion;

import org.jspecify.annotations.NullMarked;

/**
 * Which channels of a network must be cut together. Exact: every channel of every tensor gets an identity, the network
 * is run once over identities, and what meets in an addition becomes one; what is not understood is frozen with a
 * reason, never guessed. Start at {@link io.espalier.zoo.channels.ChannelGroups}. Reads structure, copies no tensor.
 */
@NullMarked
package io.espalier.zoo.channels;

import org.jspecify.annotations.NullMarked;

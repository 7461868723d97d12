/**
 * The file form of a profile: readable JSON with a schema version. Start at
 * {@link io.espalier.profile.json.ProfileFile}; used by the repository and by whoever keeps a copy of a profile.
 */
@NullMarked
package io.espalier.profile.json;

import org.jspecify.annotations.NullMarked;

/** Profiles as users ask for them. Start at {@link io.espalier.app.profile.ProfileJob}. */
@NullMarked
package io.espalier.app.profile;

import org.jspecify.annotations.NullMarked;

/** What tests of profiles, and of what is made of them, share. */
@NullMarked
package io.espalier.profile.testing;

import org.jspecify.annotations.NullMarked;

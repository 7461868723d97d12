/** What a device costs: measured profiles of device, runtime, version, threads and batch. */
@NullMarked
package io.espalier.profile;

import org.jspecify.annotations.NullMarked;

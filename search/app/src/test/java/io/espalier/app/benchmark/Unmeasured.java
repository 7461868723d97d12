package io.espalier.app.benchmark;

import io.espalier.profile.HardwareProfile;

/** Profiles of which a study puts in only a part of what was measured. */
final class Unmeasured {
    private Unmeasured() {}

    /** The device, runtime and protocol of a profile, and nothing measured. */
    static HardwareProfile of(HardwareProfile profile) {
        return HardwareProfile.empty(
                profile.id(),
                profile.device(),
                profile.runtime(),
                profile.threads(),
                profile.batch(),
                profile.protocol(),
                profile.created());
    }
}

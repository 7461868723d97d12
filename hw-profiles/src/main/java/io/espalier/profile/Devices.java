package io.espalier.profile;

/** Finds out what machine this is. */
public final class Devices {
    private Devices() {}

    /** The facts of the machine that this process runs on. */
    public static DeviceFacts thisMachine() {
        throw new UnsupportedOperationException("Hardware facts are not part of this build yet.");
    }
}

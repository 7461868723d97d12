package io.espalier.zoo.channels;

import org.jspecify.annotations.Nullable;

/**
 * One axis of one value while identities are propagated: an identity for each position, or plain. Nothing on a plain
 * axis can go; what meets it is frozen for its reason. Compared by identity of the object.
 */
final class Axis {
    private final int @Nullable [] ids;
    private final String reason;

    private Axis(int @Nullable [] ids, String reason) {
        this.ids = ids;
        this.reason = reason;
    }

    static Axis of(int[] ids) {
        return new Axis(ids, "");
    }

    static Axis plain(String reason) {
        return new Axis(null, reason);
    }

    boolean isPlain() {
        return ids == null;
    }

    /** The identities; not to be changed. @throws IllegalStateException when plain */
    int[] ids() {
        if (ids == null) {
            throw new IllegalStateException("A plain axis has no identities: " + reason);
        }
        return ids;
    }

    String reason() {
        return reason;
    }
}

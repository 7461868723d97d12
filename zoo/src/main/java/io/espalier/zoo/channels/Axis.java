package io.espalier.zoo.channels;

import org.jspecify.annotations.Nullable;

/**
 * One axis of one value while identities are propagated: an identity for each position, or plain. Nothing on a plain
 * axis can go; what meets it is frozen for its reason. Compared by identity of the object.
 *
 * <p>A plain axis may repeat identities a free number of times, as the heads of all images of a free batch on one axis.
 * Its positions cannot be named, so for most rules it is plain; but freezing it freezes what it repeats.
 */
final class Axis {
    private final int @Nullable [] ids;
    private final boolean repeated;
    private final String reason;

    private Axis(int @Nullable [] ids, boolean repeated, String reason) {
        this.ids = ids;
        this.repeated = repeated;
        this.reason = reason;
    }

    static Axis of(int[] ids) {
        return new Axis(ids, false, "");
    }

    static Axis plain(String reason) {
        return new Axis(null, false, reason);
    }

    /** A free number of times {@code ids}, one after the other. */
    static Axis repeated(int[] ids, String reason) {
        return new Axis(ids, true, reason);
    }

    boolean isPlain() {
        return ids == null || repeated;
    }

    boolean isRepeated() {
        return repeated;
    }

    /** The identities; not to be changed. @throws IllegalStateException when plain */
    int[] ids() {
        if (isPlain()) {
            throw new IllegalStateException("A plain axis has no identities: " + reason);
        }
        return carried();
    }

    /** The identities on this axis, or repeated on it; none when nothing on it can go. */
    int[] carried() {
        return ids == null ? new int[0] : ids;
    }

    String reason() {
        return reason;
    }
}

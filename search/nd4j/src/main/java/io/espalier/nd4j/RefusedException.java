package io.espalier.nd4j;

/** A node that cannot be trained; the message says what it is, in a few words. */
class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(String what) {
        super(what);
    }

    /** Nothing is wrong with the node but what comes before it. */
    static final class Follows extends RefusedException {
        private static final long serialVersionUID = 1;

        Follows() {
            super("");
        }
    }
}

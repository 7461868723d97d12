package io.espalier.zoo.graph;

/** What was asked for is legal, but Espalier cannot do it yet: a gap of ours, not the user's mistake. */
public final class UnsupportedFeatureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedFeatureException(String message) {
        super(message);
    }

    public UnsupportedFeatureException(String message, Throwable cause) {
        super(message, cause);
    }
}

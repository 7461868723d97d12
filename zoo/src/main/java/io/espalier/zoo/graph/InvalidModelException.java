package io.espalier.zoo.graph;

/** The user's model file is broken or contradicts itself; the message names what, with the values. */
public final class InvalidModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}

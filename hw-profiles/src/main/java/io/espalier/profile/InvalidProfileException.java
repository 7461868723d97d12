package io.espalier.profile;

/** The user's profile is broken, of another schema, or cannot price what it was asked to; the message says which. */
public final class InvalidProfileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidProfileException(String message) {
        super(message);
    }

    public InvalidProfileException(String message, Throwable cause) {
        super(message, cause);
    }
}

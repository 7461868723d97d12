package io.espalier.training.data;

/** The user's data is missing, broken or does not fit the model; the message names what, with the values. */
public final class InvalidDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidDataException(String message) {
        super(message);
    }

    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

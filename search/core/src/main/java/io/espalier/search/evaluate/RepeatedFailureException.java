package io.espalier.search.evaluate;

/** So many candidates failed one after the other that going on makes no sense. The run can be resumed. */
public final class RepeatedFailureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param last why the last one failed */
    public RepeatedFailureException(int failures, String last) {
        super(
                "%d candidates failed one after the other, the last because: %s%nMaybe mend the cause and go on with --resume."
                        .formatted(failures, last)
                        .replace("\r", ""));
    }
}

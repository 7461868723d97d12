package io.espalier.cost;

/** A user's cost model failed: it could not be loaded, threw, or answered what is not a cost. Names the model. */
public final class CostModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String model;

    public CostModelException(String model, String message) {
        super(message);
        this.model = model;
    }

    public CostModelException(String model, String message, Throwable cause) {
        super(message, cause);
        this.model = model;
    }

    /** The name of the failing model's metric, or its class or jar where it has none yet. */
    public String model() {
        return model;
    }
}

package io.espalier.training;

/** An engine that is there when its jar is: found by {@link java.util.ServiceLoader}. */
public interface TrainingEngineProvider {

    /** What users call it, such as {@code pytorch}. Loads nothing. */
    String name();

    TrainingEngine engine();
}

package io.espalier.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.Map;

/** The values of one step, by name, and the memory that goes with it. */
final class TorchStep implements AutoCloseable {
    private final PtNDManager manager;
    private final Map<String, PtNDArray> values = new HashMap<>();

    TorchStep(PtNDManager parent) {
        manager = (PtNDManager) parent.newSubManager();
    }

    PtNDManager manager() {
        return manager;
    }

    void put(String name, PtNDArray value) {
        values.put(name, value);
    }

    /** What stays when the step ends, seen by a tensor of the step: what is computed from it goes with the step. */
    void share(String name, PtNDArray lasting) {
        PtNDArray seen = JniUtils.reshape(lasting, JniUtils.getShape(lasting).getShape());
        seen.attach(manager);
        values.put(name, seen);
    }

    PtNDArray get(String name) {
        PtNDArray value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("Nothing computes the value (%s).".formatted(name));
        }
        return value;
    }

    @Override
    public void close() {
        manager.close();
    }
}

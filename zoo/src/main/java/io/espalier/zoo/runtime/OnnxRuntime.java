package io.espalier.zoo.runtime;

/** The way to Microsoft's ONNX Runtime on the CPU; nothing else of it is shown. */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** The runtime of this process. Cheap after the first call, which loads the native library. */
    public static InferenceRuntime open() {
        throw new UnsupportedOperationException("The adapter of ONNX Runtime is not part of this build yet.");
    }
}

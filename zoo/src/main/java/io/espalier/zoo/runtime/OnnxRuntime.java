package io.espalier.zoo.runtime;

/** The way to Microsoft's ONNX Runtime on the CPU; nothing else of it is shown. */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** The runtime of this process. Cheap after the first call, which loads the native library. */
    public static InferenceRuntime open() {
        return new OrtRuntime();
    }
}

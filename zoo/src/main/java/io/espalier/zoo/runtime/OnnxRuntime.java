package io.espalier.zoo.runtime;

/** The way to Microsoft's ONNX Runtime; nothing else of it is shown. */
public final class OnnxRuntime {
    private OnnxRuntime() {}

    /** The runtime of this process, on the processor. Cheap after the first call, which loads the native library. */
    public static InferenceRuntime open() {
        return new OrtRuntime(Provider.CPU);
    }

    /**
     * The runtime of this process.
     *
     * @param provider {@code cpu} or {@code cuda}
     * @throws IllegalArgumentException when there is no such provider in this build, or it does not start on this machine
     */
    public static InferenceRuntime open(String provider) {
        return new OrtRuntime(Provider.of(provider));
    }
}

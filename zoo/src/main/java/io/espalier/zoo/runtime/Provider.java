package io.espalier.zoo.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What ONNX Runtime runs networks with. */
enum Provider {
    CPU,
    /** NVIDIA's; what it cannot run goes to the processor. */
    CUDA;

    private static final int FIRST_DEVICE = 0;

    /** @throws IllegalArgumentException when there is none of this name */
    static Provider of(String name) {
        return Arrays.stream(values())
                .filter(provider -> provider.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The provider (%s) is none of %s.\nMaybe a kit ('profile plan') measures it: its scripts know more."
                                .formatted(name, List.of(values()))));
    }

    /** @throws IllegalArgumentException when this build of ONNX Runtime does not have it, or it does not start here */
    void requireHere() {
        if (this == CPU) {
            return;
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new IllegalArgumentException(
                    "This build of ONNX Runtime has no provider (%s).\nMaybe set ESPALIER_GPU=1, which builds with it (Maven: -Pgpu)."
                            .formatted(this));
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            addTo(options);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "The provider (%s) does not start: %s\nMaybe the driver, CUDA 12 or cuDNN 9 is missing."
                            .formatted(this, e.getMessage()),
                    e);
        }
    }

    void addTo(OrtSession.SessionOptions options) throws OrtException {
        if (this == CUDA) {
            options.addCUDA(FIRST_DEVICE);
        }
    }

    /** {@code cpu}, {@code cuda}: as in profiles. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

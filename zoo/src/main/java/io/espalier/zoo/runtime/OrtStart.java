package io.espalier.zoo.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts ONNX Runtime without its usage reports.
 *
 * <p>As it starts, ONNX Runtime 1.29 searches the command line of the process for the reports, with a recursion as deep
 * as the line is long: a class path of 6,000 characters overflows the stack of a Java thread and kills the process. So it
 * starts on a thread with room, and then the reports are switched off; the environment variable
 * {@code ORT_DISABLE_TELEMETRY=1} keeps them from being prepared at all.
 */
final class OrtStart implements Runnable {
    private static final long STACK_BYTES = 512L << 20;

    private final CompletableFuture<OrtEnvironment> started = new CompletableFuture<>();

    private OrtStart() {}

    /** The environment of this process; there is but one, made at the first call. */
    static OrtEnvironment environment() {
        OrtStart start = new OrtStart();
        new Thread(null, start, "onnxruntime-start", STACK_BYTES).start();
        try {
            return start.started.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("ONNX Runtime did not start: %s".formatted(e.getMessage()), e);
        }
    }

    @Override
    public void run() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            started.complete(environment);
        } catch (OrtException | RuntimeException | LinkageError e) {
            started.completeExceptionally(e);
        }
    }
}

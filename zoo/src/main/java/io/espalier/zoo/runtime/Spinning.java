package io.espalier.zoo.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.function.LongSupplier;

/**
 * How long the workers of a session keep their cores busy after a run, waiting for the next. By itself ONNX Runtime lets
 * them for a second or more, in which they take the cores from every other session of the process: on two cores a network of two
 * threads then runs half as long again when another one ran before. Between runs that follow each other, a short time does
 * the same as a long one.
 */
final class Spinning {
    private static final long MICROS = 200;
    /** With some time to notice. */
    private static final long NANOS_UNTIL_ALL_SLEEP = 300_000;

    private Spinning() {}

    static void limit(OrtSession.SessionOptions settings) throws OrtException {
        settings.addConfigEntry("session.intra_op.allow_spinning", "1");
        settings.addConfigEntry("session.intra_op.spin_duration_us", Long.toString(MICROS));
    }

    /** Busy itself, since a core that sleeps is slow afterwards. */
    static void awaitEnd(LongSupplier nanoTime) {
        long end = nanoTime.getAsLong() + NANOS_UNTIL_ALL_SLEEP;
        while (nanoTime.getAsLong() < end) {
            Thread.onSpinWait();
        }
    }
}

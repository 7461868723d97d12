package io.espalier.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** Loads PyTorch's natives, which DJL unpacks once into its cache; nothing is fetched. */
final class Libtorch {
    private Libtorch() {}

    /** @param threads of native operations: PyTorch has one limit for the process */
    static void load(int threads) {
        engine();
        JniUtils.setNumThreads(threads);
        JniUtils.setGradMode(true);
    }

    static String version() {
        return engine().getVersion();
    }

    /** Loaded by DJL when it is asked for. */
    static Engine engine() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // Traces are compiled for inference only: their warm-up would cost more than it brings.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        return Engine.getEngine("PyTorch");
    }
}

package io.espalier.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** PyTorch's natives, which DJL unpacks once into its cache; nothing is fetched. */
final class Libtorch {
    /** Whether convolutions are oneDNN's. */
    static final boolean ONE_DNN = CacheSizes.areTold();

    private static final Engine ENGINE = load();

    private Libtorch() {}

    private static Engine load() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // Traces are compiled for inference only: their warm-up would cost more than it brings.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Engine engine = Engine.getEngine("PyTorch");
        if (!ONE_DNN) {
            OneDnn.leave();
        }
        return engine;
    }

    /** Readies the thread that calls. @param threads of native operations */
    static void ready(int threads) {
        JniUtils.setNumThreads(threads);
        JniUtils.setGradMode(true);
    }

    /** What computed numbers: the version, and whether oneDNN did. */
    static String version() {
        return ENGINE.getVersion() + (ONE_DNN ? "" : " without oneDNN");
    }

    static Engine engine() {
        return ENGINE;
    }
}

package io.espalier.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Loads ND4J's natives in the build that convolves fast. Every use of ND4J in this package comes after {@link #load}. */
final class Natives {
    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private Natives() {}

    /** Idempotent. JavaCPP reads the extension when the first class of ND4J is loaded, so it is set before. */
    static void load() {
        chooseBuild();
        Loaded.touch();
    }

    private static void chooseBuild() {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        boolean x86 = System.getProperty("os.arch", "").equals("amd64");
        String chosen = System.getProperty(EXTENSION, "");
        if (linux && x86 && chosen.isEmpty()) {
            // The AVX2 build of oneDNN finds AVX-512 by itself; the plain build has no oneDNN.
            System.setProperty(EXTENSION, "-onednn-avx2");
        }
    }

    /**
     * Limits the threads of native operations that the calling thread starts. ND4J's own limit is one for the process:
     * trainings side by side should ask for the same.
     */
    static void limitThreads(int threads) {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }

    /** Version of ND4J with the native build, such as {@code 1.0.0-M2.1-onednn-avx2}. Loads nothing. */
    static String version() {
        chooseBuild();
        Properties properties = new Properties();
        try (InputStream in = Natives.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("ND4J's version could not be read.", e);
        }
        return properties.getProperty("version", "unknown") + System.getProperty(EXTENSION, "");
    }

    /** Loads on first use, once. */
    private static final class Loaded {
        static {
            Nd4j.getBackend();
        }

        static void touch() {}
    }
}

package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.UnsupportedFeatureException;

/** Refuses what is no model, is of a version we do not know, or has parts that we could only lose. */
final class FileVersions {
    private static final int OLDEST_IR = 3;
    private static final int NEWEST_IR = 11;
    private static final int OLDEST_OPSET = 11;
    private static final int NEWEST_OPSET = 23;

    private FileVersions() {}

    static void check(ModelProto file) {
        if (!file.hasGraph() || file.getIrVersion() == 0) {
            throw new InvalidModelException("""
                    The bytes hold no ONNX model: %s is missing.
                    Maybe it is another kind of file, or is cut off.""".formatted(file.hasGraph() ? "the IR version" : "the graph"));
        }
        if (file.getIrVersion() < OLDEST_IR || file.getIrVersion() > NEWEST_IR) {
            throw new UnsupportedFeatureException(
                    """
                    The IR version (%d) must be %d to %d.
                    Maybe export the model again with an operator set of %d to %d.""".formatted(file.getIrVersion(), OLDEST_IR, NEWEST_IR, OLDEST_OPSET, NEWEST_OPSET));
        }
        int opset = opset(file);
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
            throw new UnsupportedFeatureException("""
                    The operator set (%d) must be %d to %d.
                    Maybe convert the model with onnx.version_converter, or export it again with opset 17.""".formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
        }
        refuse(file.getFunctionsCount(), "model functions", "Maybe inline them with onnx.inliner.");
        refuse(file.getTrainingInfoCount(), "training parts", "Maybe export the model for inference.");
        refuse(
                file.getGraph().getSparseInitializerCount(),
                "sparse initializers",
                "Maybe export the model with dense ones.");
    }

    /** Version of ONNX's own operators. */
    static int opset(ModelProto file) {
        for (OperatorSetIdProto opset : file.getOpsetImportList()) {
            if (ConstantNodes.isOnnx(opset.getDomain())) {
                return (int) Math.max(0, Math.min(opset.getVersion(), Integer.MAX_VALUE));
            }
        }
        throw new InvalidModelException("""
                The model names no version of ONNX's operator set.
                Maybe the file is cut off.""");
    }

    private static void refuse(int count, String what, String hint) {
        if (count > 0) {
            throw new UnsupportedFeatureException(
                    "The model has %d %s, which Espalier cannot carry.\n%s".formatted(count, what, hint));
        }
    }
}

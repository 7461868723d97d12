package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.SplittableRandom;

/** A tensor that says it lies outside: in places it must not, that are not there, or beyond the end of what is. */
final class ExternalFaults {
    /** The file that is there, beside the model. */
    static final String DATA = "data.bin";

    private static final List<String> LOCATIONS = List.of(
            DATA, DATA, DATA, "missing.bin", "", ".", "..", "../" + DATA, "/etc/passwd", "a\0b", "x".repeat(5000));
    private static final List<String> NUMBERS =
            List.of("0", "4096", "-1", "9223372036854775807", "99999999999999999999", "1e3", "");

    private ExternalFaults() {}

    static void add(ModelProto.Builder file, SplittableRandom random) {
        GraphProto.Builder graph = file.getGraphBuilder();
        if (graph.getInitializerCount() == 0) {
            return;
        }
        TensorProto.Builder tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
        tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        tensor.addExternalData(entry("location", pick(LOCATIONS, random)));
        if (random.nextInt(3) == 0) {
            tensor.addExternalData(entry("offset", pick(NUMBERS, random)));
        }
        if (random.nextInt(3) == 0) {
            tensor.addExternalData(entry("length", pick(NUMBERS, random)));
        }
        if (random.nextInt(3) == 0) {
            tensor.addDims(1L << random.nextInt(1, 63));
        }
    }

    private static String pick(List<String> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}

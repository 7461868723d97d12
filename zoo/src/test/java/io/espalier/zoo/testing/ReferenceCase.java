package io.espalier.zoo.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stored inputs of a conformance model and the outputs that belong to them. */
public record ReferenceCase(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {

    /** The cases beside a model: {@code NAME.ref.json} and {@code NAME.ref.bin}. */
    public static List<ReferenceCase> of(Path onnxFile) {
        String name = onnxFile.getFileName().toString().replace(".onnx", "");
        JsonNode json = JsonMapper.shared().readTree(onnxFile.resolveSibling(name + ".ref.json"));
        ByteBuffer all = bytes(onnxFile.resolveSibling(name + ".ref.bin"));
        List<ReferenceCase> cases = new ArrayList<>();
        for (JsonNode each : json.get("cases")) {
            cases.add(new ReferenceCase(tensors(each.get("inputs"), all), tensors(each.get("outputs"), all)));
        }
        return cases;
    }

    /** Asserts {@code max|y - r| <= 1e-4 * max(1, max|r|)}. */
    public static void assertClose(Tensor actual, Tensor reference) {
        assertThat(actual.shape()).isEqualTo(reference.shape());
        float[] y = actual.floats();
        float[] r = reference.floats();
        double largest = 1;
        double worst = 0;
        for (int i = 0; i < r.length; i++) {
            largest = Math.max(largest, Math.abs(r[i]));
            worst = Math.max(worst, Math.abs(y[i] - r[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(1e-4 * largest);
    }

    private static Map<String, Tensor> tensors(JsonNode list, ByteBuffer all) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (JsonNode each : list) {
            assertThat(each.get("dtype").asString()).isEqualTo("float32");
            long[] shape = new long[each.get("shape").size()];
            for (int axis = 0; axis < shape.length; axis++) {
                shape[axis] = each.get("shape").get(axis).asLong();
            }
            ByteBuffer bytes =
                    all.slice(each.get("offset").asInt(), each.get("bytes").asInt());
            tensors.put(each.get("name").asString(), Tensor.of(DataType.FLOAT, Longs.of(shape), bytes));
        }
        return tensors;
    }

    private static ByteBuffer bytes(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** One of ONNX's own operator test cases: a small model with inputs and the outputs that belong to them. */
record OperatorCase(String name, ModelProto model, List<TensorProto> inputs, List<TensorProto> outputs) {
    private static final Path FOLDER = Path.of("/usr/share/libonnx-testdata/data/node");
    private static final TensorDecoder DECODER = new TensorDecoder(ExternalData.none());

    /** Which of the inputs are given as constants instead. */
    enum Form {
        AS_GIVEN,
        ALL_BUT_THE_FIRST_CONSTANT,
        ALL_CONSTANT
    }

    /** All cases by name; the running test is skipped where ONNX's test data are not installed. */
    static List<OperatorCase> all() {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no ONNX test data: " + FOLDER);
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(folder -> Files.exists(folder.resolve("model.onnx")))
                    .sorted()
                    .map(OperatorCase::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OperatorCase of(Path folder) {
        try {
            return new OperatorCase(
                    folder.getFileName().toString(),
                    ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx"))),
                    tensors(folder, "input"),
                    tensors(folder, "output"));
        } catch (IOException e) {
            throw new UncheckedIOException("The case (%s) cannot be read.".formatted(folder), e);
        }
    }

    /** numpy, which stored the tensors, has no BFLOAT16 and holds its bits in UINT16. */
    private static Tensor decode(TensorProto stored, ValueInfoProto declared) {
        int type = declared.getType().getTensorType().getElemType();
        boolean bits = type == DataType.BFLOAT16.onnxCode() && stored.getDataType() == DataType.UINT16.onnxCode();
        return DECODER.decode(bits ? stored.toBuilder().setDataType(type).build() : stored);
    }

    private static List<TensorProto> tensors(Path folder, String kind) throws IOException {
        List<TensorProto> tensors = new ArrayList<>();
        Path set = folder.resolve("test_data_set_0");
        for (int i = 0; ; i++) {
            Path file = set.resolve("%s_%d.pb".formatted(kind, i));
            if (!Files.exists(file)) {
                return tensors;
            }
            tensors.add(parse(Files.readAllBytes(file)));
        }
    }

    /** What is no tensor, a sequence say, is an empty one of no type. */
    private static TensorProto parse(byte[] bytes) {
        try {
            return TensorProto.parseFrom(bytes);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return TensorProto.getDefaultInstance();
        }
    }

    /** Whether every stored tensor has bytes: no text, no sequences. */
    boolean isNumeric() {
        return Stream.concat(inputs.stream(), outputs.stream())
                .allMatch(tensor -> tensor.getDataType() != 0 && tensor.getDataType() != DataType.STRING.onnxCode());
    }

    /** The model in a form: inputs that it makes constants are initializers. */
    ModelProto in(Form form) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder bound = graph.toBuilder().clearInput();
        for (int i = 0; i < graph.getInputCount(); i++) {
            boolean constant = form == Form.ALL_CONSTANT || (form == Form.ALL_BUT_THE_FIRST_CONSTANT && i > 0);
            if (constant && i < inputs.size()) {
                bound.addInitializer(
                        inputs.get(i).toBuilder().setName(graph.getInput(i).getName()));
            } else {
                bound.addInput(graph.getInput(i));
            }
        }
        return model.toBuilder().setGraph(bound).build();
    }

    /** The stored tensors for the inputs that {@code form} leaves, by name. */
    Map<String, Tensor> feeds(Form form) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        List<ValueInfoProto> left = in(form).getGraph().getInputList();
        for (int i = 0; i < left.size() && i < inputs.size(); i++) {
            feeds.put(left.get(i).getName(), decode(inputs.get(i), left.get(i)));
        }
        return feeds;
    }

    /** The stored outputs by name. */
    Map<String, Tensor> expected() {
        Map<String, Tensor> expected = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            ValueInfoProto output = model.getGraph().getOutput(i);
            expected.put(output.getName(), decode(outputs.get(i), output));
        }
        return expected;
    }
}

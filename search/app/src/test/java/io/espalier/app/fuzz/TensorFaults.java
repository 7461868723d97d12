package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Tensors that are sound by themselves and not where they are: shapes, axes and bounds with other numbers in them, and
 * weights of another shape, empty ones with a huge axis among them.
 */
final class TensorFaults {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int MOST_ELEMENTS = 1024;

    private final SplittableRandom random;
    private final FaultyValues values;

    TensorFaults(SplittableRandom random, FaultyValues values) {
        this.random = random;
        this.values = values;
    }

    void add(ModelProto.Builder file) {
        List<TensorProto.Builder> integers = new ArrayList<>();
        List<TensorProto.Builder> others = new ArrayList<>();
        for (TensorProto.Builder tensor : tensors(file.getGraphBuilder())) {
            (tensor.getDataType() == INT64 ? integers : others).add(tensor);
        }
        if (!integers.isEmpty() && (others.isEmpty() || random.nextInt(3) > 0)) {
            otherNumbers(integers.get(random.nextInt(integers.size())));
        } else if (!others.isEmpty()) {
            otherShape(others.get(random.nextInt(others.size())));
        }
    }

    private static List<TensorProto.Builder> tensors(GraphProto.Builder graph) {
        List<TensorProto.Builder> tensors = new ArrayList<>(graph.getInitializerBuilderList());
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getOpType().startsWith("Constant")) {
                NodeProto.Builder node = graph.getNodeBuilder(i);
                node.getAttributeBuilderList().stream()
                        .filter(AttributeProto.Builder::hasT)
                        .map(AttributeProto.Builder::getTBuilder)
                        .forEach(tensors::add);
            }
        }
        return tensors;
    }

    private void otherNumbers(TensorProto.Builder tensor) {
        List<Long> numbers = new ArrayList<>(tensor.getInt64DataList());
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        while (raw.remaining() >= Long.BYTES) {
            numbers.add(raw.getLong());
        }
        if (numbers.isEmpty() || random.nextInt(8) == 0) {
            numbers.add(values.whole(null));
            tensor.clearDims().addDims(numbers.size());
        } else {
            int place = random.nextInt(numbers.size());
            numbers.set(place, values.whole(numbers.get(place)));
        }
        tensor.clearRawData().clearInt64Data().addAllInt64Data(numbers);
    }

    private void otherShape(TensorProto.Builder tensor) {
        List<Long> dims = new ArrayList<>(tensor.getDimsList());
        dims.replaceAll(dim -> Math.max(0, dim));
        if (dims.isEmpty() || random.nextInt(4) == 0) {
            dims.add((long) random.nextInt(4));
        }
        boolean huge = random.nextInt(3) == 0;
        dims.set(random.nextInt(dims.size()), huge ? values.whole(null) & Long.MAX_VALUE : random.nextInt(9));
        if (elements(dims) > MOST_ELEMENTS) {
            dims.set(random.nextInt(dims.size()), 0L);
        }
        byte[] numbers = new byte[(int) Math.min(MOST_ELEMENTS, elements(dims)) * Float.BYTES];
        TensorProto other = TensorProto.newBuilder()
                .setName(tensor.getName())
                .setDataType(FLOAT)
                .addAllDims(dims)
                .setRawData(ByteString.copyFrom(numbers))
                .build();
        tensor.clear().mergeFrom(other);
    }

    private static double elements(List<Long> dims) {
        double elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        return elements;
    }
}

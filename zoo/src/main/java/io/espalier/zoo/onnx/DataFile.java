package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.espalier.zoo.weights.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights outside the model's file, each at the start of a page so that a runtime can map it. */
final class DataFile {
    private static final int PAGE = 4096;

    /** Weights of fewer bytes stay inside: a page for each would be a waste. */
    private static final long SMALL = 1024;

    private final String name;
    private final Map<Long, Tensor> tensors = new LinkedHashMap<>();
    private long end;

    /** @param name of the file, relative to the model's folder */
    DataFile(String name) {
        this.name = name;
    }

    /** The weight's message, after giving it a place. */
    TensorProto place(String weight, Tensor tensor) {
        long length = tensor.bytes().remaining();
        if (length < SMALL) {
            return TensorEncoder.encode(weight, tensor);
        }
        long offset = (end + PAGE - 1) / PAGE * PAGE;
        tensors.put(offset, tensor);
        end = offset + length;
        return TensorEncoder.header(weight, tensor)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", name))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    void writeTo(OutputStream stream) throws IOException {
        WritableByteChannel channel = Channels.newChannel(stream);
        long position = 0;
        for (Map.Entry<Long, Tensor> placed : tensors.entrySet()) {
            stream.write(new byte[(int) (placed.getKey() - position)]);
            position = placed.getKey() + channel.write(placed.getValue().bytes());
        }
    }
}

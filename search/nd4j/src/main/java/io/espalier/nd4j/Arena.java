package io.espalier.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** The native memory of one training, freed together at its end instead of when the collector comes by. */
final class Arena implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    /** An array of zeros. */
    NativeArray floats(int elements) {
        INDArray flat = Nd4j.zeros(DataType.FLOAT, elements);
        closers.push(flat::close);
        return NativeArray.of(flat);
    }

    /** An operation of libnd4j with its arrays and integers set once, to be run many times. */
    NativeCall call(String operation, INDArray[] inputs, INDArray[] outputs, long... integers) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        closers.push(() -> close(context));
        context.setIArguments(integers);
        context.setInputArrays(inputs);
        context.setOutputArrays(outputs);
        CustomOp op = DynamicCustomOp.builder(operation).build();
        return () -> Nd4j.getExecutioner().exec(op, context);
    }

    private static void close(OpContext context) {
        try {
            context.close();
        } catch (Exception e) {
            throw new IllegalStateException("A native context could not be closed.", e);
        }
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }

    /** Runs the operation on the arrays it was made with. */
    @FunctionalInterface
    interface NativeCall {
        void run();
    }
}

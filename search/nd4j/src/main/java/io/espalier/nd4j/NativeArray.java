package io.espalier.nd4j;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A contiguous native array of floats and the same memory as a buffer. The array owns the memory: it must be reachable
 * as long as the buffer is read.
 */
record NativeArray(INDArray array, FloatBuffer floats) {

    static NativeArray of(INDArray flat) {
        FloatPointer pointer = new FloatPointer(flat.data().addressPointer()).capacity(flat.length());
        return new NativeArray(flat, pointer.asBuffer());
    }

    int elements() {
        return floats.capacity();
    }

    /** The same memory under a shape. */
    INDArray shaped(long... shape) {
        return array.reshape('c', shape);
    }
}

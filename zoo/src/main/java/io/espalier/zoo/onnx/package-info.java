/**
 * ONNX files in and out: {@link io.espalier.zoo.onnx.OnnxReader} and {@link io.espalier.zoo.onnx.OnnxWriter}. The one
 * place that knows ONNX's protobuf messages. What a file says and we have no word for is carried as it is, or refused;
 * it is never dropped in silence.
 */
@NullMarked
package io.espalier.zoo.onnx;

import org.jspecify.annotations.NullMarked;

/**
 * What is known about a trained network beside its graph: the {@link io.espalier.zoo.model.ModelCard} that lies next to
 * the ONNX file, and the networks that Espalier builds itself. Cards tell the readers of data how the network wants its
 * images.
 */
@NullMarked
package io.espalier.zoo.model;

import org.jspecify.annotations.NullMarked;

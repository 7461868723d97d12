package io.espalier.zoo.graph;

import java.util.List;

/** The value of an ONNX attribute that we carry without giving it a meaning of our own. */
public sealed interface Attribute {
    record Whole(long value) implements Attribute {}

    record Real(float value) implements Attribute {}

    record Text(String value) implements Attribute {}

    record Wholes(Longs values) implements Attribute {}

    record Reals(List<Float> values) implements Attribute {
        public Reals {
            values = List.copyOf(values);
        }
    }

    record Texts(List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** A tensor, sub-graph or anything else, as the bytes of its file form. @param latin1 one character a byte */
    record Serialized(String latin1) implements Attribute {}
}

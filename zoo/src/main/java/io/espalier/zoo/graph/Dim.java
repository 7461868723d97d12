package io.espalier.zoo.graph;

/** One size of a shape: a known number, or a symbol such as the free batch {@code N}. */
public sealed interface Dim {

    /** A known number; as a size of a shape it is 0 or more, as an element of an integer value it may be negative. */
    record Size(long value) implements Dim {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A free size; two dimensions with the same symbol are equal at run time. */
    record Symbol(String name) implements Dim {
        @Override
        public String toString() {
            return name;
        }
    }

    static Dim of(long value) {
        return new Size(value);
    }

    static Dim symbol(String name) {
        return new Symbol(name);
    }

    /** The largest number known to divide this size: itself when it is known, 4 of {@code 4*N}. */
    default long factor() {
        return DimMath.factor(this);
    }

    /** What is left of this size without {@link #factor}: 1 when it is known, {@code N} of {@code 4*N}. */
    default Dim rest() {
        return DimMath.rest(this);
    }

    default boolean isKnown() {
        return this instanceof Size;
    }

    /** The known size. @throws IllegalStateException for a symbol */
    default long size() {
        if (this instanceof Size known) {
            return known.value();
        }
        throw new IllegalStateException("The size (%s) is free.".formatted(this));
    }
}

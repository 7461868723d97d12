package io.espalier.zoo.graph;

/** A named input or output of a graph. */
public record GraphValue(String name, TensorType type) {}

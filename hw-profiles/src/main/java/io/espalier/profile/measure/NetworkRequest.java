package io.espalier.profile.measure;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.weights.Model;
import java.util.function.Supplier;

/**
 * A network that may be measured for its kernels. Its accuracy does not matter, so its weights may be anything.
 *
 * @param name unique among the requests of one measurement
 * @param graph the structure as exported, in floating point: what kernels are counted on
 * @param model the same structure with weights; called only when the network is chosen to be run
 */
public record NetworkRequest(String name, ModelGraph graph, Supplier<Model> model) {}

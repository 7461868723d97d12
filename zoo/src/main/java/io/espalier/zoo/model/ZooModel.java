package io.espalier.zoo.model;

import io.espalier.zoo.weights.Model;

/** A trained network and what is known about it. */
public record ZooModel(Model model, ModelCard card) {}

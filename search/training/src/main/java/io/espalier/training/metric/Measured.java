package io.espalier.training.metric;

import io.espalier.training.Accuracy;

/** An accuracy, and what each example says of it. */
public record Measured(Accuracy accuracy, ExampleScores examples) {}

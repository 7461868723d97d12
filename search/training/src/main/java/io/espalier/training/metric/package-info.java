/**
 * How good a network is at its task: start at {@link io.espalier.training.metric.Metric}, the port; {@link
 * io.espalier.training.metric.Metrics} makes the ones that users name. A search compares the accuracies that they give.
 */
@NullMarked
package io.espalier.training.metric;

import org.jspecify.annotations.NullMarked;

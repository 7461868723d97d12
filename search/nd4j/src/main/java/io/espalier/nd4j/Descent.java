package io.espalier.nd4j;

import io.espalier.training.Schedule;
import java.util.Collection;

/** Stochastic gradient descent with momentum: {@code v = momentum · v + g}, {@code w −= rate · v}. */
final class Descent {
    private final Schedule schedule;

    Descent(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Moves all parameters by their gradients. @param step 0 for the first */
    void update(Collection<Parameter> parameters, int step) {
        float shorten = (float) shortening(parameters);
        float rate = (float) schedule.learningRate(step);
        for (Parameter parameter : parameters) {
            update(parameter, rate, shorten);
        }
    }

    private void update(Parameter parameter, float rate, float shorten) {
        float[] value = parameter.value();
        float[] gradient = parameter.gradient();
        float[] velocity = parameter.velocity();
        float momentum = (float) schedule.momentum();
        float decay = parameter.isDecayed() ? (float) schedule.weightDecay() : 0;
        float ahead = schedule.nesterov() ? momentum : 1;
        float direct = schedule.nesterov() ? 1 : 0;
        for (int i = 0; i < value.length; i++) {
            float slope = gradient[i] * shorten + decay * value[i];
            velocity[i] = momentum * velocity[i] + slope;
            value[i] -= rate * (ahead * velocity[i] + direct * slope);
        }
    }

    private double shortening(Collection<Parameter> parameters) {
        if (schedule.maxGradientNorm() == 0) {
            return 1;
        }
        double squares = 0;
        for (Parameter parameter : parameters) {
            for (float g : parameter.gradient()) {
                squares += (double) g * g;
            }
        }
        double norm = Math.sqrt(squares);
        return norm > schedule.maxGradientNorm() ? schedule.maxGradientNorm() / norm : 1;
    }
}

package io.espalier.training;

import java.util.Collection;

/** Moves weights by their gradients, as a schedule says: the same arithmetic for all engines. */
public final class Descent {
    private final Schedule schedule;

    public Descent(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Moves all weights. @param step 0 for the first */
    public void update(Collection<? extends TrainedWeight> weights, int step) {
        float shorten = (float) shortening(weights);
        float rate = (float) schedule.learningRate(step);
        for (TrainedWeight weight : weights) {
            if (schedule.optimizer() instanceof Optimizer.AdamW adam) {
                update(adam, weight, rate, shorten, step);
            } else if (schedule.optimizer() instanceof Optimizer.Sgd sgd) {
                update(sgd, weight, rate, shorten);
            }
        }
    }

    private static void update(Optimizer.Sgd sgd, TrainedWeight weight, float rate, float shorten) {
        float[] value = weight.value();
        float[] gradient = weight.gradient();
        float[] velocity = weight.velocity();
        float momentum = (float) sgd.momentum();
        float decay = weight.isDecayed() ? (float) sgd.weightDecay() : 0;
        float ahead = sgd.nesterov() ? momentum : 1;
        float direct = sgd.nesterov() ? 1 : 0;
        for (int i = 0; i < value.length; i++) {
            float slope = gradient[i] * shorten + decay * value[i];
            velocity[i] = momentum * velocity[i] + slope;
            value[i] -= rate * (ahead * velocity[i] + direct * slope);
        }
    }

    private static void update(Optimizer.AdamW adam, TrainedWeight weight, float rate, float shorten, int step) {
        float[] value = weight.value();
        float[] gradient = weight.gradient();
        float[] mean = weight.velocity();
        float[] square = weight.squares();
        float beta1 = (float) adam.beta1();
        float beta2 = (float) adam.beta2();
        // The means begin at 0: what that takes from them is given back.
        float ofMean = (float) (rate / (1 - Math.pow(adam.beta1(), step + 1)));
        float ofSquare = (float) (1 / (1 - Math.pow(adam.beta2(), step + 1)));
        float epsilon = (float) adam.epsilon();
        float kept = weight.isDecayed() ? (float) (1 - rate * adam.weightDecay()) : 1;
        for (int i = 0; i < value.length; i++) {
            float slope = gradient[i] * shorten;
            mean[i] = beta1 * mean[i] + (1 - beta1) * slope;
            square[i] = beta2 * square[i] + (1 - beta2) * slope * slope;
            value[i] = kept * value[i] - ofMean * mean[i] / ((float) Math.sqrt(square[i] * ofSquare) + epsilon);
        }
    }

    private double shortening(Collection<? extends TrainedWeight> weights) {
        if (schedule.maxGradientNorm() == 0) {
            return 1;
        }
        double squares = 0;
        for (TrainedWeight weight : weights) {
            for (float g : weight.gradient()) {
                squares += (double) g * g;
            }
        }
        double norm = Math.sqrt(squares);
        return norm > schedule.maxGradientNorm() ? schedule.maxGradientNorm() / norm : 1;
    }
}

package io.espalier.training;

/** How a step follows from gradients. Weight decay is for the weights of convolutions and products alone. */
public sealed interface Optimizer {

    /** 0 or more. */
    double weightDecay();

    /**
     * Stochastic gradient descent: {@code v = momentum · v + g}, {@code w −= rate · v}, where {@code g} holds the L2 penalty
     * of the decay.
     *
     * @param momentum 0 to below 1
     * @param nesterov whether the momentum looks ahead: {@code w −= rate · (g + momentum · v)}
     */
    record Sgd(double momentum, boolean nesterov, double weightDecay) implements Optimizer {
        public Sgd {
            require(momentum >= 0 && momentum < 1, "momentum", momentum, "0 to below 1");
            require(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay", weightDecay, "0 or more");
        }
    }

    /**
     * Adam with the decay apart from the gradient (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019).
     *
     * @param beta1 share of the old mean that stays, 0 to below 1
     * @param beta2 of the old mean of squares
     * @param epsilon added to the root of that, over 0
     */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public AdamW {
            require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "0 to below 1");
            require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "0 to below 1");
            require(epsilon > 0 && Double.isFinite(epsilon), "epsilon", epsilon, "over 0");
            require(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay", weightDecay, "0 or more");
        }

        /** β = .9 and .999, ε = 1e-8. */
        public static AdamW standard(double weightDecay) {
            return new AdamW(.9, .999, 1e-8, weightDecay);
        }
    }

    private static void require(boolean holds, String what, double value, String range) {
        if (!holds) {
            throw new IllegalArgumentException("The %s (%s) must be %s.".formatted(what, value, range));
        }
    }
}

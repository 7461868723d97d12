package io.espalier.zoo.lowrank;

/** How much of each layer is kept. A layer stays as it is where its factors would take as many MACs as itself. */
public sealed interface RankRule {

    /** The same share of the full rank in all layers, over 0 to 1; at least rank 1. */
    record Share(double share) implements RankRule {
        public Share {
            require("share of the rank", share);
        }
    }

    /** The smallest rank of each layer that keeps this share of the squares of its singular values, over 0 to 1. */
    record Energy(double share) implements RankRule {
        public Energy {
            require("share of the energy", share);
        }
    }

    /** The most energy, the same share of it in all layers, at this share of the network's MACs, over 0 to 1. */
    record Macs(double share) implements RankRule {
        public Macs {
            require("share of the MACs", share);
        }
    }

    private static void require(String what, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("The %s (%s) must be over 0, up to 1.".formatted(what, share));
        }
    }
}

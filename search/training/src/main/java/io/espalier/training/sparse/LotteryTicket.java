package io.espalier.training.sparse;

import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.WeightProjection;
import io.espalier.zoo.sparse.MaskRule;
import io.espalier.zoo.sparse.PrunableWeight;
import io.espalier.zoo.sparse.WeightMasks;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for a lottery ticket: train, mask the smallest weights, go back to an early step, train again, and so on
 * (Frankle and Carbin, "The Lottery Ticket Hypothesis", 2019; Frankle et al., "Linear Mode Connectivity and the Lottery
 * Ticket Hypothesis", 2020). What goes back with the step is told by {@link Rewinding}.
 *
 * @param whole the training of the dense network, from its fresh weights; its own projection does not count
 * @param rewindStep how many steps of it are never repeated; 0: back to the fresh weights
 */
public record LotteryTicket(TrainingEngine engine, TrainingRequest whole, int rewindStep, MaskRule rule) {
    public LotteryTicket {
        int steps = whole.schedule().steps();
        if (rewindStep < 0 || rewindStep >= steps) {
            throw new IllegalArgumentException(
                    "The step to go back to (%d) must be 0 to %d.".formatted(rewindStep, steps - 1));
        }
    }

    /** What goes back to the early step, beside the data and the learning rate. */
    public enum Rewinding {
        /** The weights as well. */
        WEIGHTS,
        /** Nothing more: the trained weights are trained on (Renda et al., "Comparing Rewinding and Fine-tuning", 2020). */
        LEARNING_RATE
    }

    /**
     * The dense network.
     *
     * @param early its weights at the step to go back to
     * @param trained it at the end
     */
    public record Dense(Weights early, Model trained) {}

    /** A sparse network, trained. */
    public record Ticket(WeightMasks masks, Model trained) {}

    /** Trains the dense network; the optimizer begins anew at the step to go back to, as in all that is compared with it. */
    public Dense dense(TrainingListener listener) {
        TrainingRequest free = whole.withProjection(WeightProjection.NONE);
        Model early = rewindStep == 0
                ? whole.model()
                : engine.train(free.part(0, rewindStep), listener).model();
        Model trained = engine.train(rest(free).withModel(early), listener).model();
        return new Dense(early.weights(), trained);
    }

    /**
     * A ticket for each of {@code sparsities}, each found in the one before.
     *
     * @param sparsities rising, 0 to below 1, as {@link io.espalier.zoo.sparse.SparsitySchedule#rounds} gives them
     */
    public List<Ticket> tickets(Dense dense, Rewinding rewinding, List<Double> sparsities, TrainingListener listener) {
        List<Ticket> tickets = new ArrayList<>();
        Model trained = dense.trained();
        for (double sparsity : sparsities) {
            WeightMasks masks = masks(trained, sparsity);
            Weights start = rewinding == Rewinding.WEIGHTS ? dense.early() : trained.weights();
            trained = retrained(start, masks, listener);
            tickets.add(new Ticket(masks, trained));
        }
        return tickets;
    }

    /** Which weights of a trained network stay at a sparsity. */
    public WeightMasks masks(Model trained, double sparsity) {
        return rule.masks(PrunableWeight.of(trained.graph()), trained.weights(), sparsity);
    }

    /** Trains from the step to go back to to the end, under masks. @param start its weights at that step */
    public Model retrained(Weights start, WeightMasks masks, TrainingListener listener) {
        TrainingRequest held = rest(whole).withProjection(new FixedMasks(masks));
        return engine.train(held.withModel(new Model(whole.model().graph(), start)), listener)
                .model();
    }

    /** The control: the whole training under masks, from other fresh weights. */
    public Model reinitialized(Weights fresh, WeightMasks masks, TrainingListener listener) {
        TrainingRequest held = whole.withProjection(new FixedMasks(masks));
        return engine.train(held.withModel(new Model(whole.model().graph(), fresh)), listener)
                .model();
    }

    private TrainingRequest rest(TrainingRequest request) {
        return request.part(rewindStep, request.schedule().steps());
    }
}

package io.espalier.training.metric;

import io.espalier.training.Accuracy;
import io.espalier.training.SessionOutputs;
import io.espalier.training.data.Batch;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Set;

/** A metric that compares an output of the network with a target of the data. */
interface OutputMetric extends Metric {

    String output();

    String target();

    /** Nothing counted yet. */
    Tally tally();

    /** What was counted so far. Not thread-safe. */
    interface Tally {
        /** @param output for the examples of a batch @param target of them */
        void add(Tensor output, Tensor target);

        /** @throws InvalidDataException when there was nothing to count */
        Accuracy accuracy();

        /** What each example says of {@link #accuracy}, in the order in which they were added. */
        ExampleScores examples();
    }

    @Override
    default String description() {
        return "%s of %s by %s".formatted(name(), output(), target());
    }

    @Override
    default Accuracy of(Subject subject, EvaluationSet set) {
        return measure(subject, set).accuracy();
    }

    @Override
    default Measured measure(Subject subject, EvaluationSet set) {
        try (InferenceSession session = subject.open()) {
            set.examples().requireFit(session.inputs(), session.outputs());
            SessionOutputs outputs = new SessionOutputs(session, Set.of(output()));
            Tally tally = tally();
            for (Batch batch : set.batches()) {
                Map<String, Tensor> said = outputs.of(batch.inputs());
                Tensor output = said.get(output());
                if (output == null) {
                    throw new IllegalStateException("The session did not return its output %s.".formatted(output()));
                }
                tally.add(output, batch.target(target()));
            }
            return new Measured(tally.accuracy(), tally.examples());
        }
    }
}

package io.espalier.nd4j;

/**
 * Mean over the batch of the cross-entropy of softmax, and of the divergence from a teacher: {@code (1 − w) · CE + w · T²
 * · KL(teacher/T ‖ student/T)}. Computed in double precision; logits are few.
 */
final class SoftmaxLoss {
    private final int classes;
    private final double temperature;
    private final double weight;

    /** @param weight of the teacher; 0: there is none */
    SoftmaxLoss(int classes, double temperature, double weight) {
        this.classes = classes;
        this.temperature = temperature;
        this.weight = weight;
    }

    /**
     * The loss, and its gradient by the logits.
     *
     * @param logits one row an image
     * @param teacher as {@code logits}; not read without a teacher
     * @param gradient receives the gradient
     */
    double compute(float[] logits, int[] labels, float[] teacher, float[] gradient) {
        double loss = 0;
        double[] log = new double[classes];
        double[] soft = new double[classes];
        double[] wanted = new double[classes];
        int batch = labels.length;
        for (int image = 0; image < batch; image++) {
            int at = image * classes;
            logSoftmax(logits, at, 1, log);
            loss -= (1 - weight) * log[labels[image]];
            for (int c = 0; c < classes; c++) {
                double target = c == labels[image] ? 1 : 0;
                gradient[at + c] = (float) ((1 - weight) * (Math.exp(log[c]) - target) / batch);
            }
            if (weight > 0) {
                logSoftmax(logits, at, temperature, soft);
                logSoftmax(teacher, at, temperature, wanted);
                for (int c = 0; c < classes; c++) {
                    double share = Math.exp(wanted[c]);
                    loss += weight * temperature * temperature * share * (wanted[c] - soft[c]);
                    gradient[at + c] += (float) (weight * temperature * (Math.exp(soft[c]) - share) / batch);
                }
            }
        }
        return loss / batch;
    }

    private static void logSoftmax(float[] logits, int at, double temperature, double[] result) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < result.length; c++) {
            greatest = Math.max(greatest, logits[at + c] / temperature);
        }
        double sum = 0;
        for (int c = 0; c < result.length; c++) {
            result[c] = logits[at + c] / temperature - greatest;
            sum += Math.exp(result[c]);
        }
        double log = Math.log(sum);
        for (int c = 0; c < result.length; c++) {
            result[c] -= log;
        }
    }
}

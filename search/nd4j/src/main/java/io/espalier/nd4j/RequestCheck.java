package io.espalier.nd4j;

import io.espalier.training.TrainingRequest;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;

/** Whether images and teacher fit the network, before any work. */
final class RequestCheck {
    private RequestCheck() {}

    static void check(TrainingRequest request, Size input, int classes) {
        check(request.images(), input, classes);
        request.distillation().ifPresent(distillation -> {
            if (distillation.teacher().classes() != classes) {
                throw new IllegalArgumentException("The teacher knows %d classes, the network %d."
                        .formatted(distillation.teacher().classes(), classes));
            }
        });
    }

    static void check(ImageSet images, Size input, int classes) {
        ImageShape shape = images.shape();
        if (shape.channels() != input.channels()
                || shape.height() != input.height()
                || shape.width() != input.width()) {
            throw new IllegalArgumentException("""
                    The images are %s, but the network reads %d×%d×%d.
                    Maybe the data set is not the one that the network was made for.""".formatted(shape, input.channels(), input.height(), input.width()));
        }
        if (images.classes() > classes) {
            throw new IllegalArgumentException("""
                    The images have %d classes, but the network tells %d apart.
                    Maybe the data set is not the one that the network was made for.""".formatted(images.classes(), classes));
        }
    }
}

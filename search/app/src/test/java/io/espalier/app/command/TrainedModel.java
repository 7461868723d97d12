package io.espalier.app.command;

import io.espalier.app.search.Espalier;
import io.espalier.training.CrossEntropy;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.weights.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A model that knows something: which of three colours a noisy image of 8×8 pixels leans to. */
final class TrainedModel {
    static final int PER_CLASS = 60;
    private static final int SIZE = 8;

    private TrainedModel() {}

    /** Writes the images to {@code folder/colours} and the model with its card to {@code folder/colours.onnx}. */
    static Path writeTo(Path folder) {
        images(folder.resolve("colours"));
        Dataset dataset = Datasets.of(Map.of()).open("folder:" + folder.resolve("colours"));
        Model fresh = new ResNet("colours", 3, SIZE, SIZE, List.of(new ResNet.Stage(32, 1), new ResNet.Stage(64, 1)), 3)
                .initialized(5);
        Schedule schedule = Schedule.fromScratch(60).withBatchSize(32);
        Examples images = new ImageExamples(
                ResNet.INPUT, dataset.train(), new PixelNormalization(255, List.of(0.5), List.of(0.25)));
        TrainingRequest request = new TrainingRequest(
                fresh,
                ExampleBatches.shuffled(images.augmented(schedule.augmentation()), schedule.batchSize(), 1),
                CrossEntropy.of(fresh.graph().outputs().get(0).name()),
                schedule,
                1,
                1);
        Trained trained = Espalier.create().trainingEngine().train(request, TrainingListener.NONE);
        Path file = new Shell(folder).model("colours.onnx", 3);
        OnnxWriter.write(trained.model(), file);
        return file;
    }

    private static void images(Path folder) {
        SplittableRandom random = new SplittableRandom(11);
        try {
            for (String split : List.of("train", "test")) {
                for (int label = 0; label < 3; label++) {
                    Path place = Files.createDirectories(folder.resolve(split).resolve("colour" + label));
                    for (int i = 0; i < PER_CLASS; i++) {
                        ImageIO.write(
                                image(label, random),
                                "png",
                                place.resolve(i + ".png").toFile());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage image(int label, SplittableRandom random) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                int value = random.nextInt(200) + (channel == label ? 40 : 0);
                rgb = rgb << 8 | value;
            }
            image.setRGB(pixel % SIZE, pixel / SIZE, rgb);
        }
        return image;
    }
}

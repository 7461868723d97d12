package io.espalier.app.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.model.Zoo;
import io.espalier.zoo.onnx.OnnxReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Faulty ONNX files, by number: the same number gives the same file as long as the sound files are the same. Four in five are still protobuf files, so that faults reach what lies behind the parser.
 */
public final class FaultyFiles {
    private final List<List<SeedModel>> families;
    private final Vocabulary words;

    private FaultyFiles(List<List<SeedModel>> families) {
        this.families = families;
        words = Vocabulary.union(
                families.stream().flatMap(List::stream).map(SeedModel::words).toList());
    }

    /** Faults of the small models, of the built-in one, and of each of these lists of files; each as often. */
    public static FaultyFiles of(List<List<Path>> lists) {
        List<List<SeedModel>> families = new ArrayList<>();
        families.add(SmallModels.all().stream()
                .map(file -> SeedModel.of(file.getGraph().getName(), file))
                .toList());
        try {
            families.add(List.of(SeedModel.of("built-in", ModelProto.parseFrom(Zoo.onnx("resnet8-shapes")))));
            for (List<Path> files : lists) {
                families.add(sound(files));
            }
            families.removeIf(List::isEmpty);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FaultyFiles(families);
    }

    /** Those that are read: other files are refused for what they are, whatever else is wrong with them. */
    private static List<SeedModel> sound(List<Path> files) throws IOException {
        List<SeedModel> sound = new ArrayList<>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            try {
                ShapeInference.infer(OnnxReader.parse(bytes).graph());
                sound.add(SeedModel.of(String.valueOf(file.getFileName()), ModelProto.parseFrom(bytes)));
            } catch (UnsupportedFeatureException | InvalidModelException e) {
                // Another version of ONNX, or inputs that are no tensors.
            }
        }
        return sound;
    }

    /** How many sound files there are. */
    public int seeds() {
        return families.stream().mapToInt(List::size).sum();
    }

    /** The name of the file beside the model that external data may lie in. */
    public static String dataFile() {
        return ExternalFaults.DATA;
    }

    /** The sound files themselves. */
    public List<byte[]> sound() {
        return families.stream()
                .flatMap(List::stream)
                .map(seed -> seed.file().toByteArray())
                .toList();
    }

    /** File {@code number}. */
    public byte[] file(long number) {
        SplittableRandom random = new SplittableRandom(number).split();
        SeedModel seed = seed(random);
        int kind = random.nextInt(20);
        byte[] file = kind < 4 ? seed.file().toByteArray() : messages(seed, random);
        if (kind >= 6) {
            return file;
        }
        byte[] other = seed(random).file().toByteArray();
        for (int faults = random.nextInt(1, 4); faults > 0; faults--) {
            file = ByteFaults.add(file, other, random);
        }
        return file;
    }

    private SeedModel seed(SplittableRandom random) {
        List<SeedModel> family = families.get(random.nextInt(families.size()));
        return family.get(random.nextInt(family.size()));
    }

    private byte[] messages(SeedModel seed, SplittableRandom random) {
        ModelProto.Builder file = seed.file().toBuilder();
        FaultyValues values = new FaultyValues(random, seed.words(), words);
        MessageFaults messages = new MessageFaults(random, values);
        TensorFaults tensors = new TensorFaults(random, values);
        int most = random.nextInt(20) == 0 ? 30 : random.nextInt(2, 4);
        for (int count = random.nextInt(1, most); count > 0; count--) {
            int kind = random.nextInt(20);
            if (kind == 0) {
                ExternalFaults.add(file, random);
            } else if (kind < 6) {
                tensors.add(file);
            } else {
                messages.add(file);
            }
        }
        return file.build().toByteArray();
    }
}

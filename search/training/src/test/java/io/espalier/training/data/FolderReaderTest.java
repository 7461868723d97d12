package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import io.espalier.zoo.model.Resize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    private static final Datasets DATASETS = Datasets.of(Map.of());

    @TempDir
    Path folder;

    @Test
    void classesAreFoldersInByteOrder() throws IOException {
        for (String name : List.of("b", "a", "Z", "é", "z")) {
            write("train/" + name + "/1.png", filled(4, 4, 0x102030));
            write("test/" + name + "/1.png", filled(4, 4, 0x102030));
        }
        assertThat(open().classes()).containsExactly("Z", "a", "b", "z", "é");
    }

    @Test
    void imagesAreInTheOrderOfAHashOfTheirPath() throws IOException {
        for (int i = 0; i < 6; i++) {
            write("train/%s/%d.png".formatted(i < 3 ? "cat" : "dog", i), filled(2, 2, i));
        }
        ImageSet train = open().train();
        assertThat(train.size()).isEqualTo(6);
        // By sha256sum of the text cat/0.png and so on. Slices depend on this order: it must never change.
        assertThat(blueOfAll(train)).containsExactly(5, 0, 4, 1, 2, 3);
        assertThat(train.label(blueOfAll(train).indexOf(4))).isEqualTo(1);
        assertThat(train.label(blueOfAll(train).indexOf(2))).isZero();
    }

    @Test
    void valStandsInForTest() throws IOException {
        write("train/a/1.png", filled(2, 2, 1));
        write("val/a/1.png", filled(2, 2, 2));
        assertThat(blueOfAll(open().test())).containsExactly(2);
    }

    @Test
    void labelsFollowTheCardWhenItNamesTheSameClasses() throws IOException {
        write("test/a/1.png", filled(2, 2, 1));
        write("test/b/1.png", filled(2, 2, 1));
        ModelInput input = new ModelInput(null, null, 255, List.of(), List.of(), null);
        for (String second : List.of("a", "other")) {
            ModelCard card =
                    new ModelCard("mine", List.of("b", second), input, null, null, Map.of(), null, null, Map.of());
            Dataset data = DATASETS.withCard(card).open("folder:" + folder);
            assertThat(data.classes()).isEqualTo("a".equals(second) ? List.of("b", "a") : List.of("a", "b"));
            ImageSet plain = open().test();
            for (int i = 0; i < 2; i++) {
                assertThat(data.test().label(i)).isEqualTo("a".equals(second) ? 1 - plain.label(i) : plain.label(i));
            }
        }
    }

    @Test
    void greyAndTransparentImagesBecomeRedGreenBlue() throws IOException {
        BufferedImage grey = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        write("train/a/grey.png", grey);
        BufferedImage transparent = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x40_32_64_96);
        write("test/a/alpha.png", transparent);
        assertThat(firstPixel(open().train(), 0)).containsExactly(100, 100, 100);
        assertThat(firstPixel(open().test(), 0)).containsExactly(0x32, 0x64, 0x96);
    }

    @Test
    void coloursBecomeGreyForAModelOfOneChannel() throws IOException {
        write("test/a/1.png", filled(2, 2, 0xff0000));
        Shape shape = Shape.of(1, 1, 2, 2).with(0, Dim.symbol("N"));
        ModelCard card = ModelCard.of("mine", new ModelInput(null, shape, 255, List.of(), List.of(), null));
        float[] pixels = new float[4];
        DATASETS.withCard(card).open("folder:" + folder).test().pixels(0, pixels);
        assertThat(pixels).containsOnly(76);
    }

    @Test
    void readsJpegFilesUpright() throws IOException {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                image.setRGB(x, y, 0xffffff);
            }
        }
        byte[] jpeg = bytes("jpg", image);
        Path file = Files.createDirectories(folder.resolve("test/a")).resolve("1.JPG");
        Files.write(file, jpeg);
        assertThat(open().shape()).isEqualTo(new ImageShape(3, 16, 32));
        assertThat(corners(file)).containsExactly(true, false, true, false);
        Files.write(file, ExifOrientationTest.withOrientation(jpeg, 6));
        assertThat(open().shape()).isEqualTo(new ImageShape(3, 32, 16));
        assertThat(corners(file)).as("turned by a quarter, clockwise").containsExactly(true, true, false, false);
    }

    @Test
    void imagesOfAnySizeAreResizedAndCut() throws IOException {
        write("test/a/1.png", filled(40, 20, 0x0a141e));
        write("test/a/2.png", filled(11, 30, 0x0a141e));
        ImageSet test =
                DATASETS.withResize(new Resize(8, 6)).open("folder:" + folder).test();
        assertThat(test.shape()).isEqualTo(new ImageShape(3, 6, 6));
        for (int i = 0; i < 2; i++) {
            float[] pixels = new float[108];
            test.pixels(i, pixels);
            assertThat(pixels).startsWith(10, 10).endsWith(30, 30).contains(20);
        }
    }

    @Test
    void anImageOfAnotherSizeIsAnErrorThatNamesTheOption() throws IOException {
        write("train/a/1.png", filled(8, 8, 1));
        write("test/a/1.png", filled(8, 9, 1));
        assertThatThrownBy(this::open).isInstanceOf(InvalidDataException.class).hasMessage("""
                The image %s is 9×8 (height × width), but 8×8 is wanted.
                Maybe --resize 8,8, or "resize" in the model card's input.""".formatted(
                        folder.resolve("test/a/1.png")));
    }

    @Test
    void brokenImagesAreNamed() throws IOException {
        Path file = Files.createDirectories(folder.resolve("test/a")).resolve("1.png");
        Files.writeString(file, "no image");
        assertThatThrownBy(this::open).isInstanceOf(InvalidDataException.class).hasMessage("""
                The image %s cannot be decoded (no JPEG or PNG file).
                Maybe the file was cut off, or is another format by that name.""".formatted(file));
        byte[] whole = bytes("png", filled(64, 64, 0x123456));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> open().test().pixels(0, new float[3 * 64 * 64]))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The image %s cannot be decoded".formatted(file));
    }

    @Test
    void aFolderWithoutImagesIsAnError() throws IOException {
        Files.createDirectories(folder.resolve("train/a"));
        assertThatThrownBy(this::open).isInstanceOf(InvalidDataException.class).hasMessage("""
                The folder %s has no images in train/CLASS/ and test/CLASS/ (or val/CLASS/).
                Maybe they are in another folder, or neither .jpg, .jpeg nor .png.""".formatted(folder));
    }

    @Test
    void aClassOnlyInTheTestIsAnError() throws IOException {
        write("train/cat/1.png", filled(2, 2, 1));
        write("test/cta/1.png", filled(2, 2, 1));
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("The class folder %s has no counterpart".formatted(folder.resolve("test/cta")));
    }

    private Dataset open() {
        return DATASETS.open("folder:" + folder);
    }

    private static List<Integer> blueOfAll(ImageSet images) {
        return IntStream.range(0, images.size())
                .map(i -> firstPixel(images, i)[2])
                .boxed()
                .toList();
    }

    private static int[] firstPixel(ImageSet images, int index) {
        float[] pixels = new float[images.shape().elements()];
        images.pixels(index, pixels);
        int plane = pixels.length / 3;
        return new int[] {(int) pixels[0], (int) pixels[plane], (int) pixels[2 * plane]};
    }

    /** Whether the four corners are white, row by row. */
    private static boolean[] corners(Path file) {
        DecodedImage image = ImageDecoder.decode(file, 1);
        int width = image.shape().width();
        int bottom = (image.shape().height() - 1) * width;
        byte[] pixels = image.pixels();
        int[] places = {0, width - 1, bottom, bottom + width - 1};
        boolean[] white = new boolean[4];
        for (int i = 0; i < 4; i++) {
            white[i] = (pixels[places[i]] & 0xff) > 128;
        }
        return white;
    }

    private static BufferedImage filled(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        return image;
    }

    private void write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes("png", image));
    }

    private static byte[] bytes(String format, BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}

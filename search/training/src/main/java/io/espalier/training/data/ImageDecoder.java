package io.espalier.training.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG and PNG files as bytes of red, green and blue, or of grey; transparency is dropped. */
final class ImageDecoder {
    private ImageDecoder() {}

    /** Decodes a file, upright, with 1 or 3 channels. @throws InvalidDataException when it is broken */
    static DecodedImage decode(Path file, int channels) {
        byte[] bytes = DataFiles.bytes(file);
        BufferedImage image = read(file, bytes);
        // Grey samples are taken as they are: getRGB would convert them from linear light and brighten them.
        BufferedImage colours = isGrey(image.getColorModel()) ? fromSamples(image) : image;
        BufferedImage upright = ExifOrientation.upright(colours, ExifOrientation.of(bytes));
        int width = upright.getWidth();
        int height = upright.getHeight();
        int plane = width * height;
        byte[] pixels = new byte[Math.multiplyExact(channels, plane)];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            upright.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int red = row[x] >> 16 & 0xff;
                int green = row[x] >> 8 & 0xff;
                int blue = row[x] & 0xff;
                if (channels == 1) {
                    // ITU-R BT.601 luma.
                    pixels[at] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
                } else {
                    pixels[at] = (byte) red;
                    pixels[at + plane] = (byte) green;
                    pixels[at + 2 * plane] = (byte) blue;
                }
            }
        }
        return new DecodedImage(new ImageShape(channels, height, width), pixels);
    }

    /** Height and width of the upright image, from the file's header, as a shape of {@code channels}. */
    static ImageShape sizeOf(Path file, int channels) {
        byte[] bytes = DataFiles.bytes(file);
        return withReader(file, bytes, reader -> {
            boolean turned = ExifOrientation.of(bytes) >= 5;
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            return new ImageShape(channels, turned ? width : height, turned ? height : width);
        });
    }

    private static BufferedImage read(Path file, byte[] bytes) {
        return withReader(file, bytes, reader -> reader.read(0));
    }

    /** What is asked of an image that is being read. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(Path file, byte[] bytes, Question<T> question) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no JPEG or PNG file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return question.ask(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Readers of images throw what they like on broken files.
            throw new InvalidDataException("""
                    The image %s cannot be decoded (%s).
                    Maybe the file was cut off, or is another format by that name.""".formatted(file, e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    private static boolean isGrey(ColorModel model) {
        return !(model instanceof IndexColorModel) && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    private static BufferedImage fromSamples(BufferedImage grey) {
        Raster raster = grey.getRaster();
        int shift = Math.max(0, grey.getColorModel().getComponentSize(0) - 8);
        BufferedImage colours = new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < grey.getHeight(); y++) {
            for (int x = 0; x < grey.getWidth(); x++) {
                colours.setRGB(x, y, (raster.getSample(x, y, 0) >> shift & 0xff) * 0x010101);
            }
        }
        return colours;
    }
}

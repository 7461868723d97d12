package io.espalier.training.data;

import java.awt.image.BufferedImage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a camera was held: the orientation tag (0x0112) in the Exif segment of a JPEG file (Exif 2.3, section 4.6.4). */
final class ExifOrientation {
    private static final int UPRIGHT = 1;
    private static final int LAST = 8;
    private static final int START_OF_IMAGE = 0xffd8;
    private static final int START_OF_SCAN = 0xffda;
    private static final int APP1 = 0xffe1;
    private static final int TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    private ExifOrientation() {}

    /** The orientation, 1 to 8, of the image in {@code file}; 1 when it says nothing or is no JPEG file. */
    static int of(byte[] file) {
        try {
            ByteBuffer in = ByteBuffer.wrap(file);
            if (in.remaining() < 2 || (in.getShort() & 0xffff) != START_OF_IMAGE) {
                return UPRIGHT;
            }
            while (in.remaining() > 4) {
                int marker = in.getShort() & 0xffff;
                int length = (in.getShort() & 0xffff) - 2;
                if (marker == START_OF_SCAN || marker < 0xff01 || length < 0 || length > in.remaining()) {
                    return UPRIGHT;
                }
                if (marker == APP1 && startsWithExif(in, length)) {
                    return inTiff(in.slice(in.position() + EXIF.length, length - EXIF.length));
                }
                in.position(in.position() + length);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // A damaged Exif segment says nothing; the image itself may be fine.
            return UPRIGHT;
        }
        return UPRIGHT;
    }

    private static boolean startsWithExif(ByteBuffer in, int length) {
        if (length < EXIF.length) {
            return false;
        }
        byte[] start = new byte[EXIF.length];
        in.duplicate().get(start);
        return Arrays.equals(start, EXIF);
    }

    private static int inTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == TAG) {
                int value = tiff.getShort(entry + 8) & 0xffff;
                return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The image as it was seen: mirrored and turned by {@code orientation}, 1 to 8. */
    static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean turned = orientation >= 5;
        int width = turned ? image.getHeight() : image.getWidth();
        int height = turned ? image.getWidth() : image.getHeight();
        BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                upright.setRGB(
                        x, y, image.getRGB(sourceX(orientation, x, y, image), sourceY(orientation, x, y, image)));
            }
        }
        return upright;
    }

    private static int sourceX(int orientation, int x, int y, BufferedImage image) {
        int right = image.getWidth() - 1;
        return switch (orientation) {
            case 2, 3 -> right - x;
            case 4 -> x;
            case 5, 6 -> y;
            default -> right - y;
        };
    }

    private static int sourceY(int orientation, int x, int y, BufferedImage image) {
        int bottom = image.getHeight() - 1;
        return switch (orientation) {
            case 2 -> y;
            case 3, 4 -> bottom - y;
            case 5, 8 -> x;
            default -> bottom - x;
        };
    }
}

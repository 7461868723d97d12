package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExifOrientationTest {
    private static final byte[] EMPTY_JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9};

    @Test
    void readsTheTag() {
        for (int orientation = 1; orientation <= 8; orientation++) {
            assertThat(ExifOrientation.of(withOrientation(EMPTY_JPEG, orientation)))
                    .isEqualTo(orientation);
        }
    }

    @Test
    void everythingElseIsUpright() {
        assertThat(ExifOrientation.of(new byte[0])).isEqualTo(1);
        assertThat(ExifOrientation.of(EMPTY_JPEG)).isEqualTo(1);
        assertThat(ExifOrientation.of("PNG no JPEG".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(1);
        assertThat(ExifOrientation.of(withOrientation(EMPTY_JPEG, 9))).isEqualTo(1);
        byte[] cut = Arrays.copyOf(withOrientation(EMPTY_JPEG, 6), 30);
        assertThat(ExifOrientation.of(cut)).isEqualTo(1);
    }

    /**
     * The stored image is {@code 1 2 3 / 4 5 6}. Orientation is where the stored row 0 and column 0 belong: 1 top left,
     * 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right bottom, 8 left bottom.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 123/456",
        "2, 321/654",
        "3, 654/321",
        "4, 456/123",
        "5, 14/25/36",
        "6, 41/52/63",
        "7, 63/52/41",
        "8, 36/25/14"
    })
    void turnsTheImage(int orientation, String expected) {
        BufferedImage stored = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6; i++) {
            stored.setRGB(i % 3, i / 3, i + 1);
        }
        BufferedImage upright = ExifOrientation.upright(stored, orientation);
        StringBuilder rows = new StringBuilder();
        for (int y = 0; y < upright.getHeight(); y++) {
            rows.append(y == 0 ? "" : "/");
            for (int x = 0; x < upright.getWidth(); x++) {
                rows.append(upright.getRGB(x, y) & 0xff);
            }
        }
        assertThat(rows).hasToString(expected);
    }

    /** A JPEG file with an Exif segment behind its first marker. */
    static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        tiff.putShort((short) orientation);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = 2 + 6 + tiff.capacity();
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
        out.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}

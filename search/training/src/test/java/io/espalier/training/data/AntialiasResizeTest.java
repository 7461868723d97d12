package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.zoo.model.Resize;
import org.junit.jupiter.api.Test;

/**
 * Against Pillow 12.3: {@code Image.resize(size, Image.BILINEAR)} of an image whose pixel (x, y) of channel c is
 * {@code (37 x + 91 y + 53 c + 7 x y) % 256}, then the centre.
 */
class AntialiasResizeTest {

    @Test
    void reducesAsPillowDoes() {
        assertThat(resized(13, 9, new Resize(4, 3))).containsExactly(120, 126, 115, 140, 141, 127, 128, 144, 124);
        assertThat(resized(10, 10, new Resize(6, 5)))
                .containsExactly(
                        56, 119, 121, 139, 96, 147, 117, 131, 144, 116, 99, 151, 147, 145, 133, 103, 117, 130, 145, 130,
                        138, 117, 138, 118, 139);
    }

    @Test
    void enlargesAsPillowDoes() {
        assertThat(resized(5, 7, new Resize(8, 6)))
                .containsExactly(
                        119, 145, 158, 179, 207, 104, 178, 198, 112, 85, 115, 107, 145, 169, 100, 83, 116, 150, 42, 79,
                        115, 151, 187, 224, 102, 141, 181, 168, 106, 135, 131, 134, 176, 159, 85, 116);
    }

    @Test
    void onlyCutsWhenTheSizeIsRight() {
        assertThat(resized(4, 4, new Resize(4, 2))).containsExactly(135, 179, 233, 28);
    }

    /** The first channel. */
    private static int[] resized(int width, int height, Resize resize) {
        byte[] pixels = new byte[3 * width * height];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    pixels[(c * height + y) * width + x] = (byte) (37 * x + 91 * y + 53 * c + 7 * x * y);
                }
            }
        }
        DecodedImage result = AntialiasResize.apply(new DecodedImage(new ImageShape(3, height, width), pixels), resize);
        int[] first = new int[resize.crop() * resize.crop()];
        for (int i = 0; i < first.length; i++) {
            first[i] = result.pixels()[i] & 0xff;
        }
        return first;
    }
}

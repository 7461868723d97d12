package io.espalier.nd4j;

/**
 * The sizes of one image of a value. Arrays hold it channels last; a value of rank 2 is 1 × 1 pixels, or, when flattened
 * from larger ones, keeps them: its features count channels first, as ONNX does.
 */
record Size(int height, int width, int channels) {
    Size {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "The sizes (%d×%d, %d channels) must be 1 or more.".formatted(height, width, channels));
        }
    }

    int pixels() {
        return height * width;
    }

    /** Numbers an image. */
    int elements() {
        return pixels() * channels;
    }
}

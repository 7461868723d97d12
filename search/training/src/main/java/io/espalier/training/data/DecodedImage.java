package io.espalier.training.data;

/** A decoded image: unsigned bytes, channels first. The array is not copied. */
record DecodedImage(ImageShape shape, byte[] pixels) {}

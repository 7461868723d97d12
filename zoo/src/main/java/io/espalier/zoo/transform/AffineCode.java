package io.espalier.zoo.transform;

/**
 * How an activation is written in whole numbers: real value = scale · (code − zero point).
 *
 * @param scale over 0
 * @param zeroPoint 0 to 255
 */
record AffineCode(float scale, int zeroPoint) {}

package io.espalier.zoo.repair;

/**
 * What least squares of one group of a layer needs: mean products over samples, row-major. The last row and column stand
 * for the constant 1.
 *
 * @param among the columns of inputs that are left, with each other
 * @param across the columns that are left (rows) with those of the uncut layer (columns)
 * @param change the columns that are left (rows) with what each output of the uncut layer is to give besides (columns);
 *     empty for nothing
 */
record Equations(double[] among, double[] across, double[] change) {
    Equations(double[] among, double[] across) {
        this(among, across, new double[0]);
    }
}

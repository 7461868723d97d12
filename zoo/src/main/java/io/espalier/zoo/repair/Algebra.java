package io.espalier.zoo.repair;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** The steps of least squares that take the time. Matrices are row-major. */
final class Algebra {
    private Algebra() {}

    /** So many rows are added in one go that the arithmetic takes the time, not the memory. */
    private static final int AT_ONCE = 4;

    /**
     * Adds {@code left' · right} to {@code products}. Own loops: nearly all of a repair's time is spent here, and these are
     * three times as fast as EJML's. Rows are arrays of their own, for the compiler vectorizes no loop over two places of one.
     *
     * @param left {@code count × rows}
     * @param right {@code count × columns}
     * @param products {@code rows × columns}
     */
    static void addProducts(double[] left, double[] right, int count, int rows, int columns, double[] products) {
        double[][] samples = new double[(count + AT_ONCE - 1) / AT_ONCE * AT_ONCE][columns];
        for (int sample = 0; sample < count; sample++) {
            System.arraycopy(right, sample * columns, samples[sample], 0, columns);
        }
        double[] sums = new double[columns];
        double[] factors = new double[samples.length];
        for (int row = 0; row < rows; row++) {
            for (int sample = 0; sample < count; sample++) {
                factors[sample] = left[sample * rows + row];
            }
            System.arraycopy(products, row * columns, sums, 0, columns);
            for (int sample = 0; sample < samples.length; sample += AT_ONCE) {
                addFour(factors, samples, sample, sums);
            }
            System.arraycopy(sums, 0, products, row * columns, columns);
        }
    }

    private static void addFour(double[] factors, double[][] samples, int from, double[] sums) {
        double a = factors[from];
        double b = factors[from + 1];
        double c = factors[from + 2];
        double d = factors[from + 3];
        double[] first = samples[from];
        double[] second = samples[from + 1];
        double[] third = samples[from + 2];
        double[] fourth = samples[from + 3];
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
    }

    /**
     * {@code target := matrix · right + target}.
     *
     * @param matrix {@code rows × inner}
     * @param right {@code inner × columns}
     * @param target {@code rows × columns}
     */
    static void addProduct(double[] matrix, double[] right, double[] target, int rows, int inner, int columns) {
        CommonOps_DDRM.multAdd(
                DMatrixRMaj.wrap(rows, inner, matrix),
                DMatrixRMaj.wrap(inner, columns, right),
                DMatrixRMaj.wrap(rows, columns, target));
    }

    /**
     * Solves {@code matrix · X = right} in place by Cholesky's decomposition.
     *
     * @param matrix {@code size × size}, symmetric; overwritten
     * @param right {@code size × columns}; becomes X
     * @return false when the matrix is not positive definite; {@code right} is of no use then
     */
    static boolean solve(double[] matrix, int size, double[] right, int columns) {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
        if (!solver.setA(DMatrixRMaj.wrap(size, size, matrix))) {
            return false;
        }
        DMatrixRMaj rows = DMatrixRMaj.wrap(size, columns, right);
        solver.solve(rows.copy(), rows);
        return true;
    }
}

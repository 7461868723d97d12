package io.espalier.zoo.repair;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** The steps of least squares that take the time. Matrices are row-major. */
final class Algebra {
    private Algebra() {}

    /**
     * Adds {@code left' · right} to {@code products}.
     *
     * @param left {@code count × rows}
     * @param right {@code count × columns}
     * @param products {@code rows × columns}
     */
    static void addProducts(double[] left, double[] right, int count, int rows, int columns, double[] products) {
        CommonOps_DDRM.multAddTransA(
                DMatrixRMaj.wrap(count, rows, left),
                DMatrixRMaj.wrap(count, columns, right),
                DMatrixRMaj.wrap(rows, columns, products));
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

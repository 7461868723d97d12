package io.espalier.zoo.lowrank;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The singular value decomposition of a matrix: {@code matrix = left · diagonal(values) · right'}.
 *
 * @param left {@code [rows, full rank]}
 * @param values falling
 * @param right {@code [columns, full rank]}
 */
record SingularValues(DMatrixRMaj left, double[] values, DMatrixRMaj right) {

    /** @param matrix row-major, overwritten */
    static SingularValues of(double[] matrix, int rows, int columns) {
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
        if (!svd.decompose(DMatrixRMaj.wrap(rows, columns, matrix))) {
            throw new IllegalArgumentException(
                    "A matrix of %d×%d has no singular values.%nMaybe its weights are not numbers."
                            .formatted(rows, columns));
        }
        DMatrixRMaj left = svd.getU(null, false);
        DMatrixRMaj right = svd.getV(null, false);
        double[] values = svd.getSingularValues().clone();
        SingularOps_DDRM.descendingOrder(left, false, values, svd.numberOfSingularValues(), right, false);
        return new SingularValues(left, values, right);
    }

    /** An element of the left factor, which takes the root of the singular value: so both train at one pace. */
    double left(int row, int component) {
        return left.get(row, component) * Math.sqrt(values[component]);
    }

    double right(int component, int column) {
        return right.get(column, component) * Math.sqrt(values[component]);
    }
}

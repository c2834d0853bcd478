package org.losses4j.examples.metrics;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;

/** Points on the plane on which they vary most: the first two principal components. */
public final class PrincipalPlane {
    private PrincipalPlane() {}

    /**
     * The coordinates of each point on the plane.
     *
     * @param points [N, D] with at least two of either
     */
    public static double[][] of(float[][] points) {
        RealMatrix rows = new Array2DRowRealMatrix(
                Arrays.stream(points).map(PrincipalPlane::doubles).toArray(double[][]::new));
        EigenDecomposition directions = new EigenDecomposition(new Covariance(rows).getCovarianceMatrix());
        RealMatrix plane = directions.getV().getSubMatrix(0, rows.getColumnDimension() - 1, 0, 1);
        return rows.multiply(plane).getData();
    }

    private static double[] doubles(float[] row) {
        double[] doubles = new double[row.length];
        Arrays.setAll(doubles, i -> row[i]);
        return doubles;
    }
}

package org.losses4j.examples.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;

/**
 * Projects points on the plane on which they vary most: the first two principal components. Where points vary along fewer
 * directions, the missing coordinates are 0; so are those of points that are not finite.
 */
public final class PrincipalPlane {
    // Of the squared size of the points: what varies less is rounding.
    private static final double LEAST_SHARE = 1e-24;

    private PrincipalPlane() {}

    /**
     * The coordinates of each point on the plane.
     *
     * @param points [N, D]
     * @return [N, 2]
     */
    public static double[][] of(float[][] points) {
        double[][] plane = new double[points.length][2];
        List<Integer> finite = IntStream.range(0, points.length)
                .filter(i -> finite(points[i]))
                .boxed()
                .toList();
        if (finite.size() < 2 || points[0].length == 0) {
            return plane;
        }
        RealMatrix rows = new Array2DRowRealMatrix(
                finite.stream().map(i -> doubles(points[i])).toArray(double[][]::new));
        RealMatrix covariance = new Covariance(rows).getCovarianceMatrix();
        // Its rounding errors are no directions.
        double scale = covariance.getNorm();
        if (!(scale > LEAST_SHARE * rows.getNorm() * rows.getNorm() / finite.size())) {
            return plane;
        }
        // Of a covariance, singular vectors are eigenvectors; commons-math's own EigenDecomposition does not always
        // converge.
        RealMatrix directions = new SingularValueDecomposition(covariance.scalarMultiply(1 / scale)).getU();
        for (int component = 0; component < Math.min(2, directions.getColumnDimension()); component++) {
            double[] along = rows.operate(directions.getColumn(component));
            for (int i = 0; i < along.length; i++) {
                plane[finite.get(i)][component] = along[i];
            }
        }
        return plane;
    }

    private static boolean finite(float[] point) {
        for (float coordinate : point) {
            if (!Float.isFinite(coordinate)) {
                return false;
            }
        }
        return true;
    }

    private static double[] doubles(float[] row) {
        double[] doubles = new double[row.length];
        Arrays.setAll(doubles, i -> row[i]);
        return doubles;
    }
}

package org.losses4j.dl4j.nd4j;

import java.util.Arrays;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Ways that the same numbers can lie in memory. */
public enum Layouts {
    CONTIGUOUS {
        @Override
        INDArray place(INDArray rowMajor) {
            return rowMajor;
        }
    },
    COLUMN_MAJOR {
        @Override
        INDArray place(INDArray rowMajor) {
            return rowMajor.dup('f');
        }
    },
    /** Every second element of a larger array of NaN, behind an offset. */
    STRIDED_VIEW {
        @Override
        INDArray place(INDArray rowMajor) {
            long[] larger = Arrays.stream(rowMajor.shape()).map(n -> 2 * n + 1).toArray();
            INDArray view = Nd4j.valueArrayOf(larger, Double.NaN, rowMajor.dataType())
                    .get(Arrays.stream(rowMajor.shape())
                            .mapToObj(n -> NDArrayIndex.interval(1, 2, 2 * n + 1))
                            .toArray(INDArrayIndex[]::new));
            return view.assign(rowMajor);
        }
    },
    /** The axes reversed in memory, as a view. */
    PERMUTED {
        @Override
        INDArray place(INDArray rowMajor) {
            int rank = rowMajor.rank();
            int[] reversed = new int[rank];
            Arrays.setAll(reversed, i -> rank - 1 - i);
            return rowMajor.permute(reversed).dup('c').permute(reversed);
        }
    };

    abstract INDArray place(INDArray rowMajor);

    public INDArray array(double[] values, Shape shape, DataType type) {
        long[] extents = Nd4jShapes.toArray(shape);
        if (values.length == 0) {
            return Nd4j.create(type, extents);
        }
        INDArray rowMajor = Nd4j.create(values, extents, type);
        return shape.rank() == 0 ? rowMajor : place(rowMajor);
    }
}

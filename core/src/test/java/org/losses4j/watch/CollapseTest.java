package org.losses4j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.Objective;
import org.losses4j.tensor.ReferenceTensor;

class CollapseTest {

    // With all distances 0 a triplet costs its margin, or softplus(0); in nt_xent each of two positives is one of three
    // alike.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch_hard_triplet | 1",
                "batch_hard_triplet(margin=0.3, distance=cosine) | 0.3",
                "batch_hard_triplet(soft_margin=true) | 0.6931471805599453",
                "semi_hard_triplet(margin=0.25) | 0.25",
                "nt_xent | 1.0986122886681098",
                "objective(loss=batch_hard_triplet(margin=0.5), example=mean, batch=sum) | 2",
                "objective(loss=batch_hard_triplet, example=mean, batch=none) | NaN",
                "mean_squared_error | NaN",
                "info_nce | NaN",
                "contrastive | NaN",
                "sparse_categorical_cross_entropy | NaN",
                "dice | NaN",
            })
    void isWhatEqualEmbeddingsCost(String objective, double value) {
        for (int[] shape : new int[][] {{4}, {4, 1}}) {
            ReferenceTensor target = ReferenceTensor.of(new double[] {0, 0, 1, 1}, shape);
            assertEquals(value, Collapse.value(Objective.parse(objective), target), 1e-12);
        }
    }
}

package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;

/** Wrong inputs give an error that says what was wrong, on every mode and before anything is computed. */
class BadInputTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aLabelThatWouldOnlyFitReshaped() {
        refuses("mean_squared_error", new NDList(floats(4)), new NDList(floats(4, 1)), "'target'", "[4]", "[4, 1]");
        refuses("mean_squared_error", new NDList(floats(2, 3)), new NDList(floats(3, 2)), "'target'", "[2, 3]");
    }

    @Test
    void aClassIndexWithAFractionOrOutOfRange() {
        String loss = "sparse_categorical_cross_entropy";
        NDArray fraction = manager.create(new float[] {1, 0.5f});
        refuses(loss, new NDList(fraction), new NDList(floats(2, 3)), loss, "'target'", "0.5", "class indices 0 to 2");
        NDArray tooLarge = manager.create(new long[] {1, 3});
        refuses(loss, new NDList(tooLarge), new NDList(floats(2, 3)), "got 3 at [1]");
    }

    @Test
    void sparseLabelsForADenseLoss() {
        refuses(
                "categorical_cross_entropy",
                new NDList(manager.create(new long[] {1, 0})),
                new NDList(floats(2, 3)),
                "use sparse_categorical_cross_entropy");
    }

    @Test
    void emptyLists() {
        refuses("mean_squared_error", new NDList(), new NDList(floats(2)), "got 0 labels", "missing [target]");
        refuses("mean_squared_error", new NDList(floats(2)), new NDList(), "got 0 predictions", "[prediction]");
    }

    @Test
    void anArrayThatIsNull() {
        NDList labels = new NDList();
        labels.add(floats(2));
        labels.add(null);
        refuses("mean_squared_error", labels, new NDList(floats(2)), "number 1 of the 2 labels is null", ".labels(");
        NDList predictions = new NDList();
        predictions.add(null);
        refuses("mean_squared_error", new NDList(floats(2)), predictions, "number 0 of the 1 predictions is null");
    }

    @Test
    void aMaskOfOtherValuesThanZeroAndOne() {
        for (int size : new int[] {3, 5000}) {
            NDArray fraction = manager.ones(new Shape(size));
            fraction.set(new NDIndex("1"), 0.5f);
            fraction.setName("mask");
            refuses(
                    "mean_squared_error",
                    new NDList(floats(size), fraction),
                    new NDList(floats(size)),
                    "'mask' must be 1 for what counts",
                    "got 0.5 at [1]",
                    "fractions are weights");
        }
        NDArray lengths = manager.create(new int[] {1, 4});
        lengths.setName("mask");
        refuses(
                "sparse_categorical_cross_entropy",
                new NDList(floats(2, 5), lengths),
                new NDList(floats(2, 5, 3)),
                "'mask'",
                "got 4 at [1]",
                "are 'valid_lengths'");
    }

    @Test
    void aClassIndexThatIsNan() {
        for (int size : new int[] {3, 5000}) {
            NDArray target = floats(size);
            target.set(new NDIndex("2"), Float.NaN);
            refuses(
                    "sparse_categorical_cross_entropy",
                    new NDList(target),
                    new NDList(floats(size, 4)),
                    "'target' must be class indices 0 to 3, got NaN at [2]");
        }
    }

    @Test
    void classesAlongPyTorchsAxis() {
        refuses(
                "sparse_categorical_cross_entropy",
                new NDList(floats(4, 5)),
                new NDList(floats(4, 3, 5)),
                "sparse_categorical_cross_entropy(axis=1)");
    }

    @Test
    void tooManyArrays() {
        refuses(
                "mean_squared_error",
                new NDList(floats(2), floats(2)),
                new NDList(floats(2)),
                "got 2 labels",
                ".labels(",
                "weights, mask, valid_lengths");
    }

    @Test
    void aRoleTwice() {
        NDArray prediction = floats(2);
        NDArray named = floats(2);
        named.setName("prediction");
        refuses(
                "mean_squared_error",
                new NDList(floats(2), named),
                new NDList(prediction),
                "'prediction' is given twice");
    }

    @Test
    void anUnknownRole() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> ObjectiveLoss.builder(Objective.of(Losses.of("huber"))).labels("target", "wieghts"));
        assertTrue(error.getMessage().contains("no role 'wieghts'"), error.getMessage());
        assertTrue(error.getMessage().contains("weights"), error.getMessage());
    }

    @Test
    void aClosedManager() {
        NDManager closed = manager.newSubManager();
        NDArray prediction = closed.create(new float[] {1, 2});
        closed.close();
        refuses("huber", new NDList(floats(2)), new NDList(prediction), "huber", "'prediction' is closed");
    }

    @Test
    void anArrayThatIsTooLarge() {
        NDArray huge = manager.zeros(new Shape(1)).broadcast(new Shape(1L << 16, 1L << 16));
        refuses("huber", new NDList(huge), new NDList(huge), "65536", "split the batch");
    }

    @Test
    void aLengthBeyondItsArray() {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("ctc")))
                .labels("target", "target_lengths")
                .build();
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> loss.evaluate(
                        new NDList(manager.create(new int[][] {{1, 2}}), manager.create(new int[] {3})),
                        new NDList(floats(1, 5, 3))));
        assertTrue(error.getMessage().contains("'target_lengths'"), error.getMessage());
    }

    @Test
    void aScaleThatIsNoNumber() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ObjectiveLoss.builder(Objective.of(Losses.of("huber"))).scale(Double.NaN));
    }

    private void refuses(String loss, NDList labels, NDList predictions, String... words) {
        for (ExecutionMode mode : ExecutionMode.values()) {
            ObjectiveLoss tested = ObjectiveLoss.builder(Objective.of(Losses.of(loss)))
                    .executionMode(mode)
                    .build();
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> tested.evaluate(labels, predictions));
            for (String word : words) {
                assertTrue(error.getMessage().contains(word), error.getMessage());
            }
        }
    }

    private NDArray floats(long... extents) {
        return manager.zeros(new Shape(extents));
    }
}

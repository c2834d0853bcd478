package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.djl.ObjectiveLoss;

/** What is compared computes the same. */
class DjlPeersTest {
    private static final Size SIZE = new Size(16, 5);

    static Stream<Subject> own() {
        return Arrays.stream(Subject.values())
                .filter(subject -> DjlPeers.own(subject).isPresent());
    }

    static Stream<Subject> composed() {
        return Arrays.stream(Subject.values())
                .filter(subject -> DjlPeers.composed(subject).isPresent());
    }

    @ParameterizedTest
    @MethodSource("own")
    void djlsLossIsOurs(Subject subject) {
        // DJL's L2 is half the squared error.
        double factor = subject == Subject.MEAN_SQUARED_ERROR ? 0.5 : 1;
        same(subject, factor, DjlPeers.own(subject).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("composed")
    void arrayOperationsAreOurs(Subject subject) {
        same(subject, 1, DjlPeers.composed(subject).orElseThrow());
    }

    private static void same(Subject subject, double factor, DjlFormula peer) {
        List<float[]> wanted = results(subject, new ObjectiveLoss(subject.objective())::evaluate);
        List<float[]> got = results(subject, peer);
        assertEquals(factor * wanted.get(0)[0], got.get(0)[0], 1e-4 * Math.abs(wanted.get(0)[0]));
        for (int i = 1; i < wanted.size(); i++) {
            float[] scaled = wanted.get(i);
            for (int j = 0; j < scaled.length; j++) {
                scaled[j] *= (float) factor;
            }
            assertArrayEquals(scaled, got.get(i), 1e-6f);
        }
    }

    /** The value and the gradients. */
    private static List<float[]> results(Subject subject, DjlFormula loss) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList labels = new NDList();
            NDList predictions = new NDList();
            subject.inputs(SIZE).forEach((role, sample) -> {
                long[] extents =
                        Arrays.stream(sample.shape().toArray()).asLongStream().toArray();
                NDArray array = manager.create(sample.values(), new Shape(extents));
                array.setName(role);
                array.setRequiresGradient(sample.trained());
                (sample.trained() ? predictions : labels).add(array);
            });
            if (labels.isEmpty()) {
                labels.add(manager.zeros(new Shape(1)));
            }
            List<float[]> results = new ArrayList<>();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = loss.value(labels, predictions);
                collector.backward(value);
                results.add(value.toFloatArray());
            }
            predictions.forEach(
                    prediction -> results.add(prediction.getGradient().toFloatArray()));
            return results;
        }
    }
}

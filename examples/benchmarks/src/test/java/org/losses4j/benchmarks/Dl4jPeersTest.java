package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.dl4j.ObjectiveLoss;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** What is compared computes the same. */
class Dl4jPeersTest {
    private static final Size SIZE = new Size(16, 5);

    static Stream<Subject> own() {
        return Arrays.stream(Subject.values())
                .filter(subject -> Dl4jPeers.own(subject).isPresent());
    }

    static Stream<Subject> composed() {
        return Arrays.stream(Subject.values())
                .filter(subject -> Dl4jPeers.composed(subject).isPresent());
    }

    @ParameterizedTest
    @MethodSource("own")
    void deeplearning4jsLossIsOurs(Subject subject) {
        IActivation activation = Dl4jPeers.activation(subject);
        ILossFunction own = Dl4jPeers.own(subject).orElseThrow();
        // Deeplearning4j adds up binary cross-entropies over the outputs, where our default is their mean.
        double factor = subject == Subject.BINARY_CROSS_ENTROPY ? SIZE.columns() : 1;
        same(
                subject,
                factor,
                own.computeScore(labels(subject), output(subject), activation, null, false),
                own.computeGradient(labels(subject), output(subject), activation, null));
    }

    @ParameterizedTest
    @MethodSource("composed")
    void arrayOperationsAreOurs(Subject subject) {
        Dl4jFormula composed = Dl4jPeers.composed(subject).orElseThrow();
        same(
                subject,
                1,
                composed.score(labels(subject), output(subject)),
                composed.gradient(labels(subject), output(subject)));
    }

    private static void same(Subject subject, double factor, double score, INDArray gradient) {
        ObjectiveLoss ours = new ObjectiveLoss(subject.objective());
        IActivation activation = Dl4jPeers.activation(subject);
        double wanted = factor * ours.computeScore(labels(subject), output(subject), activation, null, false);
        assertEquals(wanted, score, 1e-4 * Math.abs(wanted));
        INDArray slope = ours.computeGradient(labels(subject), output(subject), activation, null)
                .mul(factor);
        assertTrue(slope.equalsWithEps(gradient, 1e-4), () -> slope + " against " + gradient);
    }

    private static INDArray output(Subject subject) {
        return array(subject, "prediction");
    }

    private static INDArray labels(Subject subject) {
        return array(subject, "target");
    }

    private static INDArray array(Subject subject, String role) {
        Map<String, Sample> inputs = subject.inputs(SIZE);
        float[] values = Objects.requireNonNull(inputs.get(role)).values();
        return Nd4j.createFromArray(values).reshape('c', SIZE.rows(), values.length / SIZE.rows());
    }
}

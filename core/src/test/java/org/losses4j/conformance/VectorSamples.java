package org.losses4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.losses4j.LossObjective;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Losses, and inputs so large that the engine computes in vectors, for whatever memory an adapter hands it. */
public final class VectorSamples {
    private static final int CLASSES = 3;
    /** More elements than the engine leaves to scalar code, in rows longer and shorter than a vector. */
    public static final List<Shape> SHAPES = List.of(Shape.of(67, 33), Shape.of(701, CLASSES));

    private VectorSamples() {}

    /** What a loss takes as its target. */
    public enum Target {
        NUMBERS,
        BITS,
        SIGNS,
        SHARES,
        CLASS_INDICES
    }

    /** What comes beside prediction and target. */
    public enum Beside {
        NOTHING,
        WEIGHTS_OF_ROWS,
        MASK_OF_UNITS
    }

    /** Losses, and what each takes as its target. */
    public static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("mean_squared_error()", Target.NUMBERS),
                Arguments.of("huber(delta=0.7)", Target.NUMBERS),
                Arguments.of("log_cosh()", Target.NUMBERS),
                Arguments.of("binary_cross_entropy(label_smoothing=0.1)", Target.BITS),
                Arguments.of("sigmoid_focal()", Target.BITS),
                Arguments.of("hinge()", Target.SIGNS),
                Arguments.of("categorical_cross_entropy(label_smoothing=0.1)", Target.SHARES),
                Arguments.of("softmax_focal()", Target.SHARES),
                Arguments.of("cosine_similarity()", Target.NUMBERS),
                Arguments.of("sparse_categorical_cross_entropy()", Target.CLASS_INDICES),
                Arguments.of("sparse_softmax_focal()", Target.CLASS_INDICES));
    }

    /** The inputs by role. */
    public static Map<String, ReferenceTensor> inputs(
            Shape shape, Target target, Beside beside, LossObjective objective) {
        Random random = new Random(shape.size() + 7L * target.ordinal());
        Shape rows = shape.without(-1);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("prediction", tensor(shape, () -> 2 * random.nextGaussian()));
        inputs.put(
                "target",
                switch (target) {
                    case NUMBERS -> tensor(shape, random::nextGaussian);
                    case BITS -> tensor(shape, () -> random.nextInt(2));
                    case SIGNS -> tensor(shape, () -> random.nextInt(2) * 2 - 1);
                    case SHARES -> tensor(shape, random::nextDouble);
                    case CLASS_INDICES -> tensor(rows, () -> random.nextInt(CLASSES));
                });
        Shape units = objective.loss().classAxis().isPresent() ? rows : shape;
        switch (beside) {
            case NOTHING -> {}
            case WEIGHTS_OF_ROWS -> inputs.put("weights", tensor(rows, () -> random.nextInt(4) / 2.0));
            case MASK_OF_UNITS -> inputs.put("mask", tensor(units, () -> random.nextInt(2)));
        }
        return inputs;
    }

    private static ReferenceTensor tensor(Shape shape, DoubleSupplier values) {
        return ReferenceTensor.of(
                DoubleStream.generate(values).limit(shape.size()).toArray(), shape.toArray());
    }
}

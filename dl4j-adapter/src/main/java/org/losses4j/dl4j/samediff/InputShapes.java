package org.losses4j.dl4j.samediff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Finds the shapes of a loss's inputs. SameDiff knows those of placeholders and of variables with values; what is computed
 * from them it computes here, from zeros in the placeholders.
 */
final class InputShapes {
    // Extents that nobody chooses, so that no other extent, and no number in a formula, is one of them by chance.
    private static final int[] SIZES = {53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103};

    private final SameDiff sd;
    private final String objective;
    private final Map<String, SDVariable> inputs;
    private final Map<String, long[]> declared;

    private InputShapes(SameDiff sd, String objective, Map<String, SDVariable> inputs, Map<String, long[]> declared) {
        this.sd = sd;
        this.objective = objective;
        this.inputs = inputs;
        this.declared = declared;
    }

    /**
     * The shapes of inputs, at several batch sizes if the size is open.
     *
     * @param objective the name of the objective, for messages
     * @param declared the shapes that the caller gave, by role, −1 for an open batch size
     * @throws IllegalArgumentException if a shape cannot be found
     */
    static SampledShapes find(
            SameDiff sd, String objective, Map<String, SDVariable> inputs, Map<String, long[]> declared) {
        return new InputShapes(sd, objective, inputs, declared).find();
    }

    private SampledShapes find() {
        List<SDVariable> computed = inputs.entrySet().stream()
                .filter(input -> !declared.containsKey(input.getKey())
                        && input.getValue().getVariableType() == VariableType.ARRAY)
                .map(Map.Entry::getValue)
                .toList();
        List<SDVariable> placeholders = Ancestors.placeholders(sd, computed);
        Map<String, long[]> known = new LinkedHashMap<>();
        placeholders.forEach(
                placeholder -> known.put("the placeholder '" + placeholder.name() + "'", known(placeholder)));
        inputs.forEach((role, variable) -> {
            if (!computed.contains(variable)) {
                long[] shape = declared.containsKey(role) ? declared.get(role) : known(variable);
                known.put("the input '" + role + "'", shape);
            }
        });
        known.forEach(this::requireOpenBatchOnly);
        List<Map<String, Shape>> samples = new ArrayList<>();
        for (int size : sizes(known)) {
            samples.add(sample(size, computed, placeholders));
        }
        boolean fixed = samples.stream().allMatch(samples.get(0)::equals);
        return new SampledShapes(fixed ? samples.subList(0, 1) : samples);
    }

    private Map<String, Shape> sample(int size, List<SDVariable> computed, List<SDVariable> placeholders) {
        Map<String, INDArray> zeros = new HashMap<>();
        for (SDVariable placeholder : placeholders) {
            zeros.put(placeholder.name(), Nd4j.zeros(placeholder.dataType(), closed(known(placeholder), size)));
        }
        Map<String, INDArray> results = computed.isEmpty() ? Map.of() : run(zeros, computed);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, variable) -> {
            INDArray result = results.get(variable.name());
            long[] given = declared.get(role);
            shapes.put(
                    role,
                    given == null && result != null
                            ? Nd4jShapes.of(result)
                            : Nd4jShapes.of(closed(given == null ? known(variable) : given, size)));
        });
        return shapes;
    }

    private Map<String, INDArray> run(Map<String, INDArray> zeros, List<SDVariable> computed) {
        List<String> names = computed.stream().map(SDVariable::name).toList();
        try {
            return sd.output(zeros, names);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    objective + ": the shapes of " + names + " could not be found by computing them from zeros in the"
                            + " placeholders: " + e.getMessage() + "; give them by shape(role, …)",
                    e);
        }
    }

    /** Batch sizes to try: one if none is open. */
    private static int[] sizes(Map<String, long[]> known) {
        Set<Long> taken = new HashSet<>();
        known.values().forEach(shape -> Arrays.stream(shape).forEach(taken::add));
        return Arrays.stream(SIZES)
                .filter(size -> !taken.contains((long) size))
                .limit(taken.contains(-1L) ? BatchNumber.SIZES : 1)
                .toArray();
    }

    private long[] known(SDVariable variable) {
        long[] shape = variable.getShape();
        if (shape == null) {
            throw new IllegalArgumentException(objective + ": the shape of '" + variable.name()
                    + "' is not known; make the placeholder with a shape, −1 for the batch size, or give that of the input"
                    + " by shape(role, …)");
        }
        return shape;
    }

    private void requireOpenBatchOnly(String what, long[] shape) {
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < (axis == 0 ? -1 : 0)) {
                throw new IllegalArgumentException(
                        objective + ": only the first extent, that of the batch, may be open, got "
                                + Arrays.toString(shape) + " for " + what
                                + "; make the placeholder with its other extents, or give the shape of the input by shape(role, …)");
            }
        }
    }

    private static long[] closed(long[] shape, int size) {
        return Arrays.stream(shape).map(extent -> extent == -1 ? size : extent).toArray();
    }
}

package org.losses4j.dl4j.nd4j;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.execution.Computation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The key of a computation: the objective, what is wanted, and shapes, strides and types of the arrays, but no numbers and
 * no array.
 */
final class CallSignature {
    private final Objective objective;
    private final Computation wanted;
    private final List<String> gradients;
    private final double factor;
    private final String[] roles;
    private final long[][] shapes;
    private final int hash;

    /**
     * A computation's key.
     *
     * @param gradients the roles that gradients are wanted by
     * @param factor what they are multiplied by
     */
    CallSignature(
            Objective objective,
            Computation wanted,
            Map<String, INDArray> inputs,
            List<String> gradients,
            double factor) {
        this.objective = objective;
        this.wanted = wanted;
        this.gradients = gradients;
        this.factor = factor;
        this.roles = new String[inputs.size()];
        this.shapes = new long[roles.length][];
        int number = 0;
        int code = 31 * objective.hashCode() + wanted.ordinal();
        for (Map.Entry<String, INDArray> input : inputs.entrySet()) {
            roles[number] = input.getKey();
            // Shape, strides, order and type in one.
            shapes[number] = input.getValue().shapeInfoJava();
            code = 31 * (31 * code + roles[number].hashCode()) + Arrays.hashCode(shapes[number]);
            number++;
        }
        this.hash = 31 * (31 * code + gradients.hashCode()) + Double.hashCode(factor);
    }

    Objective objective() {
        return objective;
    }

    Computation wanted() {
        return wanted;
    }

    /** The roles that gradients are wanted by. */
    List<String> gradients() {
        return gradients;
    }

    /** What the gradients are multiplied by. */
    double factor() {
        return factor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallSignature call
                && hash == call.hash
                && wanted == call.wanted
                && Double.compare(factor, call.factor) == 0
                && Arrays.deepEquals(shapes, call.shapes)
                && Arrays.equals(roles, call.roles)
                && gradients.equals(call.gradients)
                && objective.equals(call.objective);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}

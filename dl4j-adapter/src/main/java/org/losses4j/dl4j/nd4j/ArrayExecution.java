package org.losses4j.dl4j.nd4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes objectives by INDArray operations, on whatever backend holds the arrays: the recorded formula and its derived
 * gradient, operation by operation. Safe for several threads.
 */
final class ArrayExecution {
    private final Programs programs;

    ArrayExecution(Programs programs) {
        this.programs = programs;
    }

    /**
     * The type that an objective is computed in: DOUBLE if the input of its first role is, else FLOAT.
     *
     * @throws IllegalArgumentException for an unknown role, one that is given twice, or one that is missing
     */
    static DataType computedIn(Objective objective, Map<String, INDArray> inputs) {
        return Nd4jTensor.computedIn(
                objective.byRole(inputs).values().iterator().next());
    }

    /**
     * Checks the inputs and computes.
     *
     * @return the value first if it is wanted, in the computed type, then the gradients, each in the type of its input;
     *     nothing shares memory with an input or with another result
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    List<INDArray> compute(CallSignature call, Map<String, INDArray> inputs) {
        Map<String, Tensor> tensors = tensors(call.objective(), inputs);
        List<String> gradients = call.gradients();
        List<Tensor> computed = programs.graph(
                        call.objective(), call.wanted(), Inputs.of(tensors).shapes(), gradients, call.factor())
                .evaluate(tensors);
        int values = computed.size() - gradients.size();
        List<INDArray> results = new ArrayList<>();
        for (int i = 0; i < computed.size(); i++) {
            INDArray result = own(((Nd4jTensor) computed.get(i)).array(), inputs, results);
            INDArray input = i < values ? result : Objects.requireNonNull(inputs.get(gradients.get(i - values)));
            results.add(result.castTo(input.dataType().isFPType() ? input.dataType() : result.dataType()));
        }
        return results;
    }

    /**
     * Checks the inputs.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void check(Objective objective, Map<String, INDArray> inputs) {
        tensors(objective, inputs);
    }

    private static Map<String, Tensor> tensors(Objective objective, Map<String, INDArray> inputs) {
        DataType type = computedIn(objective, inputs);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((role, array) -> tensors.put(role, Nd4jTensor.of(array, type)));
        Inputs given = Inputs.of(tensors);
        objective.checkShapes(given.shapes());
        objective.checkValues(given);
        return tensors;
    }

    /** The result, or a copy if it shares memory with an input or with another result. */
    private static INDArray own(INDArray result, Map<String, INDArray> inputs, List<INDArray> results) {
        boolean shared = inputs.values().stream().anyMatch(other -> sharesMemory(result, other))
                || results.stream().anyMatch(other -> sharesMemory(result, other));
        return shared ? result.dup('c') : result;
    }

    private static boolean sharesMemory(INDArray a, INDArray b) {
        return !a.isEmpty()
                && !b.isEmpty()
                && (a == b
                        || a.data() == b.data()
                        || a.data().address() == b.data().address());
    }
}

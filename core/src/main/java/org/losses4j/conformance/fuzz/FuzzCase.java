package org.losses4j.conformance.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Placement;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/**
 * An objective, its inputs, and their places in memory.
 *
 * @param name how the case was made, by its seed and number
 * @param objective the objective
 * @param inputs the inputs by role
 * @param placements the places by role; inputs without one are row-major
 */
public record FuzzCase(
        String name, Objective objective, Map<String, ReferenceTensor> inputs, Map<String, Placement> placements) {

    public FuzzCase {
        inputs = new LinkedHashMap<>(inputs);
        placements = new LinkedHashMap<>(placements);
        placements.keySet().retainAll(inputs.keySet());
    }

    /** The case with other inputs; placements of inputs whose rank stays the same are kept. */
    FuzzCase with(Map<String, ReferenceTensor> others) {
        return with(objective, others);
    }

    FuzzCase with(Objective other, Map<String, ReferenceTensor> others) {
        Map<String, Placement> fitting = new LinkedHashMap<>(placements);
        fitting.entrySet()
                .removeIf(placement -> !others.containsKey(placement.getKey())
                        || others.get(placement.getKey()).shape().rank()
                                != placement.getValue().order().size());
        return new FuzzCase(name, other, others, fitting);
    }

    FuzzCase with(String role, ReferenceTensor tensor) {
        Map<String, ReferenceTensor> others = new LinkedHashMap<>(inputs);
        others.put(role, tensor);
        return with(others);
    }

    FuzzCase without(String role) {
        Map<String, ReferenceTensor> others = new LinkedHashMap<>(inputs);
        others.remove(role);
        return with(others);
    }

    /** The roles by which gradients are computed: all differentiable ones that are given. */
    List<String> trained() {
        return objective.roles().stream()
                .filter(role -> role.differentiable() && inputs.containsKey(role.name()))
                .map(Role::name)
                .toList();
    }

    /** The input of a role; fails if the case does not have it. */
    ReferenceTensor input(String role) {
        return Objects.requireNonNull(inputs.get(role), role);
    }

    Inputs given() {
        return Inputs.of(inputs);
    }

    /** The shapes of the inputs by role. */
    public Map<String, Shape> shapes() {
        return given().shapes();
    }

    /** The number of elements of all inputs. */
    int size() {
        return inputs.values().stream()
                .mapToInt(tensor -> tensor.shape().size())
                .sum();
    }
}

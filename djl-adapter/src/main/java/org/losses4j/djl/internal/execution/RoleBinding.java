package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;

/**
 * Binds the arrays of DJL's lists to the inputs of an objective: by the array's name where that is a role, else by
 * position.
 *
 * @param predictions the roles of the predictions
 * @param labels the roles of the labels
 * @param names the role of each name and alias
 */
public record RoleBinding(
        Objective objective, List<String> predictions, List<String> labels, Map<String, String> names) {

    public RoleBinding {
        predictions = List.copyOf(predictions);
        labels = List.copyOf(labels);
        names = Map.copyOf(names);
    }

    /**
     * The default binding: predictions are the roles that a network is trained through, labels all others, in the
     * objective's order.
     */
    public static RoleBinding of(Objective objective) {
        Map<String, String> names = new HashMap<>();
        for (Role role : objective.roles()) {
            names.putIfAbsent(role.name(), role.name());
            role.aliases().forEach(alias -> names.putIfAbsent(alias, role.name()));
        }
        return new RoleBinding(objective, required(objective, true), required(objective, false), names);
    }

    private static List<String> required(Objective objective, boolean differentiable) {
        return objective.roles().stream()
                .filter(role -> role.differentiable() == differentiable && !role.optional())
                .map(Role::name)
                .toList();
    }

    public RoleBinding withPredictions(List<String> roles) {
        return new RoleBinding(objective, canonical(roles), labels, names);
    }

    public RoleBinding withLabels(List<String> roles) {
        return new RoleBinding(objective, predictions, canonical(roles), names);
    }

    private List<String> canonical(List<String> roles) {
        return roles.stream()
                .map(role -> named(role)
                        .orElseThrow(() -> new IllegalArgumentException(
                                objective.name() + " has no role '" + role + "'; its roles are " + known())))
                .toList();
    }

    /** The roles that gradients are wanted by. */
    public Set<String> trained() {
        return Set.copyOf(predictions);
    }

    /**
     * The arrays by role.
     *
     * @throws IllegalArgumentException if there are too few or too many arrays, or one is closed
     */
    public Map<String, NDArray> bind(NDList labelArrays, NDList predictionArrays) {
        Map<String, NDArray> bound = new LinkedHashMap<>();
        bind("predictions", predictionArrays, predictions, bound);
        boolean dummy = labels.isEmpty()
                && labelArrays.size() == 1
                && (labelArrays.get(0) == null
                        || named(labelArrays.get(0).getName()).isEmpty());
        bind("labels", dummy ? new NDList() : labelArrays, labels, bound);
        return bound;
    }

    private void bind(String list, NDList arrays, List<String> positions, Map<String, NDArray> bound) {
        List<String> open = new ArrayList<>(positions);
        List<NDArray> unnamed = new ArrayList<>();
        for (NDArray array : arrays) {
            if (array == null) {
                throw new IllegalArgumentException(objective.name() + ": number " + arrays.indexOf(null) + " of the "
                        + arrays.size() + " " + list
                        + " is null; leave out what there is not, and give the roles of the"
                        + " others to the builder, ." + list + "(…), or name the arrays");
            }
            Optional<String> role = named(array.getName());
            if (role.isPresent()) {
                open.remove(role.get());
                put(role.get(), array, bound);
            } else {
                unnamed.add(array);
            }
        }
        if (unnamed.size() > open.size()) {
            throw new IllegalArgumentException(
                    miscounted(list, arrays, positions) + "; give the roles of further ones" + " to the builder, ."
                            + list + "(\"…\", \"weights\"), or name the arrays; the roles are " + known());
        }
        if (unnamed.size() < open.size()) {
            throw new IllegalArgumentException(
                    miscounted(list, arrays, positions) + "; missing " + open.subList(unnamed.size(), open.size()));
        }
        for (int i = 0; i < open.size(); i++) {
            put(open.get(i), unnamed.get(i), bound);
        }
    }

    private void put(String role, NDArray array, Map<String, NDArray> bound) {
        if (array.isReleased()) {
            throw new IllegalArgumentException(objective.name() + ": the input '" + role
                    + "' is closed, or its manager is; compute the loss before the batch is closed");
        }
        if (bound.put(role, array) != null) {
            throw new IllegalArgumentException(objective.name() + ": the role '" + role + "' is given twice");
        }
    }

    private String miscounted(String list, NDList arrays, List<String> positions) {
        List<Shape> shapes = arrays.stream().map(NDArray::getShape).toList();
        return objective.name() + ": got " + arrays.size() + " " + list + " of the shapes " + shapes + ", wanted "
                + positions.size() + ": " + positions;
    }

    /** The role of a name or an alias. */
    private Optional<String> named(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(names.get(name));
    }

    private List<String> known() {
        return objective.roles().stream().map(Role::name).toList();
    }
}

package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.Objective;
import org.losses4j.Role;

/** Which array of a DJL list is which input of an objective: by the array's name where that is a role, else by position. */
record RoleBinding(Objective objective, List<String> predictions, List<String> labels) {

    /** Predictions are the roles that a network is trained through, labels all others, in the objective's order. */
    static RoleBinding of(Objective objective) {
        return new RoleBinding(objective, names(objective, true), names(objective, false));
    }

    RoleBinding {
        predictions = List.copyOf(predictions);
        labels = List.copyOf(labels);
    }

    private static List<String> names(Objective objective, boolean differentiable) {
        List<Role> roles = objective.roles().stream()
                .filter(role -> role.differentiable() == differentiable)
                .toList();
        List<String> names = new ArrayList<>();
        roles.stream().filter(role -> !role.optional()).map(Role::name).forEach(names::add);
        return names;
    }

    /**
     * The arrays by role.
     *
     * @throws IllegalArgumentException if there are too few or too many
     */
    Map<String, NDArray> bind(NDList labelArrays, NDList predictionArrays) {
        Map<String, NDArray> bound = new LinkedHashMap<>();
        bind("predictions", predictionArrays, predictions, bound);
        bind("labels", labelArrays, labels, bound);
        return bound;
    }

    /** The roles that gradients are wanted by. */
    Set<String> trained() {
        return Set.copyOf(predictions);
    }

    private void bind(String list, NDList arrays, List<String> positions, Map<String, NDArray> bound) {
        List<String> open = new ArrayList<>(positions);
        List<NDArray> unnamed = new ArrayList<>();
        for (NDArray array : arrays) {
            String role = roleNamed(array.getName());
            if (role == null) {
                unnamed.add(array);
            } else {
                open.remove(role);
                put(role, array, bound);
            }
        }
        if (unnamed.size() > open.size() && !spareLabels(list, unnamed, open)) {
            throw new IllegalArgumentException(objective.name() + ": got " + arrays.size() + " " + list + " "
                    + shapes(arrays) + ", wanted " + positions.size() + ": " + positions
                    + "; name further ones in the builder (." + list + "(\"…\", \"weights\")) or with"
                    + " NDArray.setName; the roles are "
                    + objective.roles().stream().map(Role::name).toList());
        }
        for (int i = 0; i < Math.min(unnamed.size(), open.size()); i++) {
            put(open.get(i), unnamed.get(i), bound);
        }
        if (unnamed.size() < open.size()) {
            throw new IllegalArgumentException(objective.name() + ": got " + arrays.size() + " " + list + " "
                    + shapes(arrays) + ", wanted " + positions.size() + ": " + positions + "; missing "
                    + open.subList(unnamed.size(), open.size()));
        }
    }

    /** Objectives without labels get some all the same: EasyTrain needs one to see the device. */
    private boolean spareLabels(String list, List<NDArray> unnamed, List<String> open) {
        return list.equals("labels") && labels.isEmpty() && open.isEmpty() && unnamed.size() == 1;
    }

    private void put(String role, NDArray array, Map<String, NDArray> bound) {
        if (bound.put(role, array) != null) {
            throw new IllegalArgumentException(objective.name() + ": the role '" + role + "' is given twice");
        }
    }

    private @org.jspecify.annotations.Nullable String roleNamed(@org.jspecify.annotations.Nullable String name) {
        return objective.roles().stream()
                .filter(role -> role.name().equals(name) || role.aliases().contains(name))
                .map(Role::name)
                .findFirst()
                .orElse(null);
    }

    private static List<ai.djl.ndarray.types.Shape> shapes(NDList arrays) {
        return arrays.stream().map(NDArray::getShape).toList();
    }
}

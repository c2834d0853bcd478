package org.losses4j.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.LossSpec;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * A recorded case: an objective, its inputs, and the value and gradients that another library or a definition gives.
 *
 * @param name unique among the cases
 * @param objective the objective
 * @param inputs the inputs by role
 * @param expected the value
 * @param gradients the gradients of the value's sum, by role
 * @param relativeTolerance the largest error of a number, as a share of the recorded one
 * @param absoluteTolerance the error that is allowed in addition
 * @param bounds the largest error of each number, in place of both tolerances: for the value under {@link #EXPECTED}, for
 *     gradients by role; where a bound is infinite, any number passes
 * @param placements the places of inputs in memory, by role
 */
public record AcceptanceCase(
        String name,
        Objective objective,
        Map<String, ReferenceTensor> inputs,
        ReferenceTensor expected,
        Map<String, ReferenceTensor> gradients,
        double relativeTolerance,
        double absoluteTolerance,
        Map<String, ReferenceTensor> bounds,
        Map<String, Placement> placements) {

    /** The key of the value in a case, and of its bounds. */
    public static final String EXPECTED = "expected";

    /** The only keys that a case may have: with a misspelt one it would check less than it seems to. */
    private static final Set<String> KEYS = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            "name",
            "loss",
            "objective",
            "params",
            "example",
            "batch",
            "weights",
            "mask",
            "inputs",
            "expected",
            "gradients",
            "rtol",
            "atol",
            "bounds",
            "placements",
            "source")));

    /**
     * Reads a case from the maps, lists, numbers and strings that a JSON parser returns, with the keys {@code name, loss,
     * params, example, batch, weights, mask, inputs, expected, gradients, rtol, atol, bounds, placements, source}. An {@code
     * objective}, as text, may take the place of loss, params, example and batch. A tolerance is finite and not negative, by
     * default 10⁻⁶ ({@code rtol}) and 10⁻⁷ ({@code atol}); {@code source} is for people and is not read.
     *
     * @throws IllegalArgumentException if something is missing or malformed, or a key, the loss or a parameter is unknown
     */
    public static AcceptanceCase fromMap(Map<String, ?> map) {
        Object name = map.get("name");
        try {
            return read(String.valueOf(name), map);
        } catch (IllegalArgumentException e) {
            String which = name == null ? "a case without a name" : "case " + name;
            throw new IllegalArgumentException(which + ": " + e.getMessage(), e);
        }
    }

    private static AcceptanceCase read(String name, Map<String, ?> map) {
        for (String key : map.keySet()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException(
                        "there is no key \"" + key + "\"; a case has " + String.join(", ", KEYS));
            }
        }
        for (String key : List.of("name", map.get("objective") == null ? "loss" : "objective", "inputs", EXPECTED)) {
            if (map.get(key) == null) {
                throw new IllegalArgumentException("\"" + key + "\" is missing");
            }
        }
        Objective objective = objective(map);
        Map<String, ReferenceTensor> inputs = arrays(objective, PlainValues.mapAt(map, "inputs"));
        Object weights = map.get("weights");
        if (weights != null) {
            inputs.put(Role.WEIGHTS, PlainValues.array(weights));
        }
        Object mask = map.get("mask");
        if (mask != null) {
            inputs.put(Role.MASK, PlainValues.array(mask));
        }
        ReferenceTensor expected = PlainValues.array(map.get(EXPECTED));
        if (expected.shape().size() == 0) {
            throw new IllegalArgumentException("\"" + EXPECTED + "\" has no number: the case would check nothing");
        }
        return new AcceptanceCase(
                name,
                objective,
                inputs,
                expected,
                arrays(objective, PlainValues.mapAt(map, "gradients")),
                tolerance(map, "rtol", 1e-6),
                tolerance(map, "atol", 1e-7),
                bounds(objective, PlainValues.mapAt(map, "bounds")),
                placements(objective, PlainValues.mapAt(map, "placements")));
    }

    private static Objective objective(Map<String, ?> map) {
        if (map.get("objective") == null) {
            Map<String, @Nullable Object> parameters = new LinkedHashMap<>(PlainValues.mapAt(map, "params"));
            Reduction reduction = new Reduction(
                    PlainValues.choice(ExampleReduction.class, map.get("example")),
                    PlainValues.choice(BatchReduction.class, map.get("batch")));
            return Objective.of(new LossSpec(String.valueOf(map.get("loss")), parameters).toLoss())
                    .reduce(reduction);
        }
        for (String key : List.of("loss", "params", "example", "batch")) {
            if (map.get(key) != null) {
                throw new IllegalArgumentException(
                        "\"" + key + "\" is part of \"objective\", and cannot stand beside it");
            }
        }
        return Objective.parse(String.valueOf(map.get("objective")));
    }

    private static Map<String, ReferenceTensor> bounds(Objective objective, Map<String, ?> named) {
        Map<String, ReferenceTensor> bounds = new LinkedHashMap<>();
        named.forEach((name, value) -> {
            ReferenceTensor bound = PlainValues.array(value);
            if (!Arrays.stream(bound.toArray()).allMatch(number -> number >= 0)) {
                throw new IllegalArgumentException("the bounds of " + name + " must be numbers ≥ 0, got " + value);
            }
            bounds.put(name.equals(EXPECTED) ? name : role(objective, name), bound);
        });
        return bounds;
    }

    private static Map<String, Placement> placements(Objective objective, Map<String, ?> named) {
        Map<String, Placement> placements = new LinkedHashMap<>();
        named.keySet()
                .forEach(role ->
                        placements.put(role(objective, role), Placement.fromMap(PlainValues.mapAt(named, role))));
        return placements;
    }

    /** Runs the case on an execution and compares the results; empty if all agree. An exception is a mismatch too. */
    public List<Mismatch> check(Execution execution) {
        try {
            return compare(execution, execution.run(objective, inputs, placements, List.copyOf(gradients.keySet())));
        } catch (RuntimeException e) {
            return List.of(new Mismatch(name, execution.name(), "the value", String.valueOf(e), "a result"));
        }
    }

    private List<Mismatch> compare(Execution execution, Execution.Outcome outcome) {
        List<Mismatch> mismatches =
                new ArrayList<>(compare(execution, EXPECTED, "the value", outcome.value(), expected));
        gradients.forEach((role, wanted) -> {
            Tensor got = outcome.gradients().get(role);
            mismatches.addAll(
                    got == null
                            ? List.of(new Mismatch(name, execution.name(), "the gradient by " + role, "missing", ""))
                            : compare(execution, role, "the gradient by " + role, got, wanted));
        });
        return mismatches;
    }

    private List<Mismatch> compare(Execution execution, String key, String what, Tensor got, Tensor wanted) {
        if (!got.shape().trimmed().equals(wanted.shape().trimmed())) {
            return List.of(new Mismatch(
                    name, execution.name(), what, "of shape " + got.shape(), "the shape " + wanted.shape()));
        }
        double[] computed = got.toArray();
        double[] recorded = wanted.toArray();
        ReferenceTensor bound = bounds.get(key);
        double[] known =
                bound == null ? new double[0] : bound.expand(wanted.shape()).toArray();
        for (int i = 0; i < recorded.length; i++) {
            boolean close = bound == null
                    ? close(execution, computed[i], recorded[i])
                    : within(known[i], computed[i], recorded[i]);
            if (!close) {
                return List.of(new Mismatch(
                        name,
                        execution.name(),
                        what + (recorded.length == 1 ? "" : " (element " + i + ")"),
                        Double.toString(computed[i]),
                        Double.toString(recorded[i])));
            }
        }
        return List.of();
    }

    private boolean close(Execution execution, double got, double wanted) {
        double relative = Math.max(relativeTolerance, execution.tolerance());
        double absolute = Math.max(absoluteTolerance, execution.tolerance());
        // An infinite number passes only as itself: a share of it, as tolerance, would let every number pass.
        return Double.compare(got, wanted) == 0
                || Double.isFinite(wanted) && Math.abs(got - wanted) <= absolute + relative * Math.abs(wanted);
    }

    private static boolean within(double bound, double got, double wanted) {
        return bound == Double.POSITIVE_INFINITY || Double.compare(got, wanted) == 0 || Math.abs(got - wanted) <= bound;
    }

    private static Map<String, ReferenceTensor> arrays(Objective objective, Map<String, ?> named) {
        Map<String, ReferenceTensor> arrays = new LinkedHashMap<>();
        named.forEach((role, value) -> arrays.put(role(objective, role), PlainValues.array(value)));
        return arrays;
    }

    /** The objective's name of a role that a case names. */
    private static String role(Objective objective, String name) {
        if (objective instanceof LossObjective single) {
            return single.role(name).name();
        }
        List<String> names = objective.roles().stream().map(Role::name).toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException(objective.name() + " has no role '" + name + "'; it has " + names);
        }
        return name;
    }

    private static double tolerance(Map<String, ?> map, String key, double absent) {
        Object value = map.get(key);
        double tolerance = value == null ? absent : PlainValues.number(value);
        if (!Double.isFinite(tolerance) || tolerance < 0) {
            throw new IllegalArgumentException(
                    "\"" + key + "\" is a tolerance, finite and not negative, got " + tolerance);
        }
        return tolerance;
    }
}

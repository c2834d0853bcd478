package org.losses4j.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.losses4j.cache.BoundedCache;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A formula recorded for inputs of given shapes, with the gradients derived from it as they are asked for. Safe for several
 * threads.
 */
public final class Program {
    // More than the sets of inputs that anybody differentiates by.
    private static final int GRADIENTS = 16;

    private final Recorder recorder;
    private final Map<String, Node> inputs = new LinkedHashMap<>();
    private final Node output;
    private @Nullable Graph value;
    private final BoundedCache<Wanted, Graph> gradients = new BoundedCache<>(GRADIENTS);
    private final BoundedCache<Wanted, Graph> gradientsAlone = new BoundedCache<>(GRADIENTS);

    /** Gradients of a multiple of the value's sum, by roles. */
    private record Wanted(List<String> roles, double factor) {
        Wanted {
            roles = List.copyOf(roles);
        }
    }

    private Program(
            Map<String, Shape> signature, Function<Map<String, Tensor>, Tensor> formula, boolean writesFormulas) {
        this.recorder = new Recorder(writesFormulas);
        Map<String, Tensor> traced = new LinkedHashMap<>();
        signature.forEach((role, shape) -> {
            Node node = recorder.node(new Leaf.Input(role, shape), List.of());
            inputs.put(role, node);
            traced.put(role, new TracedTensor(recorder, node));
        });
        this.output = ((TracedTensor) record(formula, traced)).node();
    }

    /**
     * Records a formula.
     *
     * @param signature the inputs' shapes by role
     * @param formula the function from the inputs by role to the result
     * @throws IllegalArgumentException if the formula reads values, or its shapes do not fit
     */
    public static Program record(Map<String, Shape> signature, Function<Map<String, Tensor>, Tensor> formula) {
        return new Program(signature, formula, false);
    }

    /** Records a formula as {@link #record}, but host functions as formulas where they have one. */
    public static Program recordAsFormulas(
            Map<String, Shape> signature, Function<Map<String, Tensor>, Tensor> formula) {
        return new Program(signature, formula, true);
    }

    /** The graph of the value alone. */
    public synchronized Graph value() {
        if (value == null) {
            value = Graph.of(List.of(output));
        }
        return value;
    }

    /** The graph of the value and, behind it, the gradient of its sum by each of {@code roles} in their order. */
    public Graph withGradient(List<String> roles) {
        return withGradient(roles, 1);
    }

    /**
     * The graph of the value and, behind it, the gradient of {@code factor} times the value's sum by each of {@code roles} in
     * their order.
     */
    public synchronized Graph withGradient(List<String> roles, double factor) {
        return gradients.get(new Wanted(roles, factor), key -> {
            List<Node> outputs = new ArrayList<>(List.of(output));
            List<Node> by = key.roles().stream().map(this::input).toList();
            outputs.addAll(Gradients.of(recorder, output, by, key.factor()));
            return Graph.of(outputs);
        });
    }

    /** The graph of the gradient of {@code factor} times the value's sum by each of {@code roles}, without the value. */
    public synchronized Graph gradient(List<String> roles, double factor) {
        return gradientsAlone.get(new Wanted(roles, factor), key -> {
            List<Node> outputs = withGradient(key.roles(), key.factor()).outputs();
            return Graph.of(outputs.subList(1, outputs.size()));
        });
    }

    private Node input(String role) {
        Node node = inputs.get(role);
        if (node == null) {
            throw new IllegalArgumentException("No gradient by '" + role + "': the inputs are " + inputs.keySet());
        }
        return node;
    }

    private static Tensor record(Function<Map<String, Tensor>, Tensor> formula, Map<String, Tensor> inputs) {
        try {
            return formula.apply(inputs);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    "A formula must work on any Tensor, but this one casts its inputs to one kind and so cannot be"
                            + " recorded; to choose by value write condition.where(a, b): " + e.getMessage(),
                    e);
        }
    }
}

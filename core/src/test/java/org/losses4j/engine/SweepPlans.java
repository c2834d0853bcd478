package org.losses4j.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.conformance.LossSample;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/** The plans that the engine makes of objectives. */
final class SweepPlans {
    private SweepPlans() {}

    /** The plans of an objective's value and gradients for each precision; none if the loss has an extent of its own that the shapes lack. */
    static Map<Precision, List<SweepPlan>> of(
            Objective objective,
            Map<String, Layout> inputs,
            List<String> trained,
            Function<Shape, Layout> layout,
            long vectorsFrom) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, given) -> shapes.put(role, given.shape()));
        Graph graph;
        try {
            graph = new Programs().graph(objective, Computation.VALUE_AND_GRADIENTS, shapes, trained);
        } catch (IllegalArgumentException theLossHasAnExtentOfItsOwn) {
            return Map.of();
        }
        List<Layout> outputs =
                graph.outputs().stream().map(node -> layout.apply(node.shape())).toList();
        Map<Precision, List<SweepPlan>> plans = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            List<SweepPlan> found = new ArrayList<>();
            Engine engine = new Engine(
                    new EngineOptions().vectorsFrom(vectorsFrom),
                    KernelTiers::byTrials,
                    (pass, result) -> found.addAll(result instanceof SweepPlan plan ? List.of(plan) : List.of()));
            engine.compile(graph, precision, inputs, outputs);
            plans.put(precision, found);
        }
        return plans;
    }

    /** The shapes of a sample's inputs, with other extents in place of all above 1. */
    static Map<String, Shape> shapes(LossSample sample, IntUnaryOperator extents) {
        return shapes(Inputs.of(new LinkedHashMap<>(sample.inputs())).shapes(), extents);
    }

    /** Shapes with other extents in place of all above 1. */
    static Map<String, Shape> shapes(Map<String, Shape> given, IntUnaryOperator extents) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        given.forEach((role, shape) -> shapes.put(
                role,
                Shape.of(Arrays.stream(shape.toArray())
                        .map(extent -> extent == 1 ? 1 : extents.applyAsInt(extent))
                        .toArray())));
        return shapes;
    }

    /** Each shape laid out. */
    static Map<String, Layout> layouts(Map<String, Shape> shapes, Function<Shape, Layout> layout) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        shapes.forEach((role, shape) -> layouts.put(role, layout.apply(shape)));
        return layouts;
    }
}

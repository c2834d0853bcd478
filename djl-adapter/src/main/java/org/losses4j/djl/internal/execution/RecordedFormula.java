package org.losses4j.djl.internal.execution;

import java.util.Map;
import java.util.Optional;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.Shape;

/**
 * The recorded formula of a request.
 *
 * @param graph the graph of the value and of the gradients that are wanted
 * @param carrier the carrier of the gradients; empty if they cannot be carried
 */
record RecordedFormula(Graph graph, Optional<GradientCarrier> carrier) {

    static RecordedFormula of(Programs programs, Request request) {
        Map<String, Shape> shapes = request.shapes();
        Program program = request.perExample()
                ? programs.perExample(request.objective(), shapes)
                : programs.value(request.objective(), shapes);
        Graph graph = request.wanted().isEmpty() ? program.value() : program.withGradient(request.wanted());
        Shape value = graph.outputs().get(0).shape();
        return new RecordedFormula(graph, ObjectiveCarrier.of(request.objective(), shapes, value, request.wanted()));
    }
}

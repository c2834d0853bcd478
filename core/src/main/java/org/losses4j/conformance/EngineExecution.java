package org.losses4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.Programs;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Elements;
import org.losses4j.engine.Engine;
import org.losses4j.engine.FusedProgram;
import org.losses4j.engine.Layout;
import org.losses4j.engine.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The fused engine, in the precision of its name: {@code engine} in float64, {@code engine32} in float32. Graphs that it does
 * not take are evaluated over reference tensors, rounded on the way in and out.
 */
public final class EngineExecution implements Execution {
    private static final double FLOAT_TOLERANCE = 2e-5;

    private final Precision precision;
    private final Engine engine;
    private final Programs programs = new Programs();

    public EngineExecution(Precision precision, Engine engine) {
        this.precision = precision;
        this.engine = engine;
    }

    @Override
    public String name() {
        return precision == Precision.FLOAT64 ? "engine" : "engine32";
    }

    @Override
    public double tolerance() {
        return precision == Precision.FLOAT64 ? 0 : FLOAT_TOLERANCE;
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Checks.check(objective, Inputs.of(inputs));
        Map<String, Tensor> rounded = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> rounded.put(role, rounded(tensor)));
        Graph graph = graph(objective, rounded, gradients);
        Compilation compilation = compile(graph, rounded);
        List<Tensor> results = compilation instanceof Compilation.Taken taken
                ? run(graph, taken.program(), rounded)
                : graph.evaluate(rounded).stream().map(this::rounded).toList();
        return new Outcome(results.get(0), ReferenceExecution.byRole(gradients, results.subList(1, results.size())));
    }

    /** Whether the engine itself computes an objective on such inputs, and if not, why. */
    public Compilation compile(Objective objective, Map<String, ? extends Tensor> inputs, List<String> gradients) {
        return compile(graph(objective, inputs, gradients), inputs);
    }

    private Graph graph(Objective objective, Map<String, ? extends Tensor> inputs, List<String> gradients) {
        return programs.value(objective, Inputs.of(inputs).shapes()).withGradient(gradients);
    }

    private Compilation compile(Graph graph, Map<String, ? extends Tensor> inputs) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> layouts.put(role, Layout.rowMajor(tensor.shape())));
        List<Layout> outputs = graph.outputs().stream()
                .map(output -> Layout.rowMajor(output.shape()))
                .toList();
        return engine.compile(graph, precision, layouts, outputs);
    }

    private List<Tensor> run(Graph graph, FusedProgram program, Map<String, Tensor> inputs) {
        Map<String, Elements> elements = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> elements.put(role, elements(tensor.toArray())));
        List<double[]> doubles = new ArrayList<>();
        List<float[]> floats = new ArrayList<>();
        List<Elements> outputs = new ArrayList<>();
        graph.outputs().forEach(output -> {
            int size = output.shape().size();
            doubles.add(new double[size]);
            floats.add(new float[size]);
            outputs.add(
                    precision == Precision.FLOAT64
                            ? Elements.of(doubles.get(doubles.size() - 1), 0)
                            : Elements.of(floats.get(floats.size() - 1), 0));
        });
        program.run(elements, outputs);
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Shape shape = graph.outputs().get(i).shape();
            double[] values = precision == Precision.FLOAT64 ? doubles.get(i) : widened(floats.get(i));
            results.add(ReferenceTensor.of(values, shape.toArray()));
        }
        return results;
    }

    private Elements elements(double[] values) {
        return precision == Precision.FLOAT64 ? Elements.of(values, 0) : Elements.of(narrowed(values), 0);
    }

    private Tensor rounded(Tensor tensor) {
        return precision == Precision.FLOAT64
                ? tensor
                : ReferenceTensor.of(
                        widened(narrowed(tensor.toArray())), tensor.shape().toArray());
    }

    private static float[] narrowed(double[] values) {
        float[] narrowed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrowed[i] = (float) values[i];
        }
        return narrowed;
    }

    private static double[] widened(float[] values) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return widened;
    }
}

package org.losses4j.engine;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;

/** The passes, one behind the other. */
final class Compiler {
    private final EngineOptions options;

    Compiler(EngineOptions options) {
        this.options = options;
    }

    Compilation compile(Graph graph, Signature signature) {
        if (graph.nodes().stream().anyMatch(node -> node.shape().size() == 0)) {
            return new Compilation.NotTaken("a tensor without elements");
        }
        try {
            return new Compilation.Taken(program(graph, signature));
        } catch (Refusal refusal) {
            return new Compilation.NotTaken(refusal.reason());
        }
    }

    private FusedProgram program(Graph graph, Signature signature) {
        Precision precision = signature.precision();
        Formula formula = OneHots.picked(SumsOfSums.merge(Lowering.lower(graph)), precision);
        Rows rows = Rows.of(formula);
        Nesting nesting = Nesting.of(rows);
        List<Leaf.Literal> literals = rows.formula().literals();
        Function<Access.Memory, Layout> layouts = memory -> layout(memory, signature, literals);
        boolean scalar = options.vectors() == EngineOptions.Vectors.NEVER || largest(signature) < options.vectorsFrom();
        int lanes = scalar ? 1 : VectorModule.lanes(precision);
        List<NestRunner> runners = nesting.nests().stream()
                .map(nest -> runner(rows, nest, layouts, precision, lanes))
                .toList();
        List<Elements> numbers =
                literals.stream().map(literal -> elements(literal, precision)).toList();
        return new FusedProgram(nesting, runners, signature, options, numbers);
    }

    /** The elements of the largest tensor. */
    private static long largest(Signature signature) {
        return Stream.concat(signature.inputs().values().stream(), signature.outputs().stream())
                .mapToLong(layout -> layout.shape().size())
                .max()
                .orElse(0);
    }

    private NestRunner runner(
            Rows rows, Nest nest, Function<Access.Memory, Layout> layouts, Precision precision, int lanes) {
        try {
            return runner(NestPlan.of(rows, nest, layouts, lanes, false), precision, lanes);
        } catch (KernelClass.TooLong e) {
            return runner(NestPlan.of(rows, nest, layouts, lanes, true), precision, lanes);
        }
    }

    private NestRunner runner(NestPlan plan, Precision precision, int lanes) {
        boolean acrossRows = plan.geometry().acrossRows();
        boolean none = lanes == 1 || (acrossRows && plan.geometry().rowExtent() < lanes);
        boolean tiered = options.vectors() == EngineOptions.Vectors.WHEN_FASTER;
        Kernel vectors = none ? null : KernelClass.load(plan, precision, lanes, true);
        if (vectors != null && !acrossRows && !tiered) {
            return new NestRunner(plan, precision, lanes, null, vectors);
        }
        Kernel scalars = KernelClass.load(plan, precision, lanes, false);
        if (vectors == null) {
            return new NestRunner(plan, precision, lanes, null, scalars);
        }
        Kernel kernel = tiered ? new Tiered(scalars, vectors, acrossRows ? lanes : 1) : vectors;
        return acrossRows
                ? new NestRunner(plan, precision, lanes, kernel, scalars)
                : new NestRunner(plan, precision, lanes, null, kernel);
    }

    private static Layout layout(Access.Memory memory, Signature signature, List<Leaf.Literal> literals) {
        if (memory instanceof Access.Memory.Input input) {
            Layout layout = signature.inputs().get(input.role());
            if (layout == null) {
                throw new IllegalArgumentException("There is no layout for the input '" + input.role() + "'; given: "
                        + signature.inputs().keySet());
            }
            return layout;
        }
        return memory instanceof Access.Memory.Output output
                ? signature.outputs().get(output.number())
                : Layout.rowMajor(
                        literals.get(((Access.Memory.Literal) memory).number()).shape());
    }

    private static Elements elements(Leaf.Literal literal, Precision precision) {
        double[] values = literal.values();
        if (precision == Precision.FLOAT64) {
            return Elements.of(values, 0);
        }
        float[] floats = new float[values.length];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) values[i]);
        return Elements.of(floats, 0);
    }
}

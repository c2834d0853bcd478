package org.losses4j.engine.internal.stage;

import java.util.List;
import org.losses4j.engine.internal.run.Parallel;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Op;
import org.losses4j.graph.PairOp;
import org.losses4j.graph.ShapedOp;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;

/** Runs one step on what earlier stages have stored. */
public final class StepRunner {
    private final Op op;
    private final List<Stored> operands;
    private final Stored result;
    private final boolean isDerived;

    /**
     * A runner.
     *
     * @param operands what the step reads
     * @param result what it stores
     * @param isDerived whether a later step asks for the gradient of the same host function
     */
    public StepRunner(Op op, List<Stored> operands, Stored result, boolean isDerived) {
        this.op = op;
        this.operands = operands;
        this.result = result;
        this.isDerived = isDerived;
    }

    public <A> void run(StageMemory<A> memory, Parallel parallel) {
        if (op instanceof PairOp.Matmul) {
            product(memory, parallel);
        } else if (op instanceof PairOp.SquaredDistances) {
            squaredDistances(memory, parallel);
        } else if (op instanceof PairOp.WeightedDifferences) {
            weightedDifferences(memory, parallel);
        } else if (op instanceof ShapedOp.Transpose) {
            memory.matrices().transpose(memory.of(operands.get(0)), extent(0, 0), extent(0, 1), memory.of(result));
        } else if (op instanceof HostOp.Gradient gradient) {
            int last = operands.size() - 1;
            HostResult computed = host(memory, gradient.function(), operands.subList(0, last), true);
            double[] products = memory.doubles(result);
            computed.backward(memory.toDoubles(operands.get(last)), products);
            memory.put(result, products);
        } else {
            memory.put(
                    result,
                    host(memory, ((HostOp) op).function(), operands, isDerived).value());
        }
    }

    private <A> void product(StageMemory<A> memory, Parallel parallel) {
        A left = memory.of(operands.get(0));
        A[] right = memory.rows(operands.get(1));
        A product = memory.of(result);
        int inner = extent(0, 1);
        int columns = extent(1, 1);
        parallel.run(
                extent(0, 0),
                work(inner),
                (from, to) -> memory.matrices().product(left, right, inner, columns, product, from, to));
    }

    private <A> void squaredDistances(StageMemory<A> memory, Parallel parallel) {
        A left = memory.of(operands.get(0));
        A[] right = memory.columns(operands.get(1));
        A distances = memory.of(result);
        Matrices<A> matrices = memory.matrices();
        int inner = extent(0, 1);
        int columns = extent(1, 0);
        boolean isSymmetric = operands.get(0).equals(operands.get(1));
        parallel.run(
                extent(0, 0),
                isSymmetric ? work(inner) / 2 : work(inner),
                (from, to) -> matrices.squaredDistances(left, right, inner, columns, isSymmetric, distances, from, to));
        if (isSymmetric) {
            matrices.mirror(distances, columns);
        }
    }

    private <A> void weightedDifferences(StageMemory<A> memory, Parallel parallel) {
        A weights = memory.of(operands.get(0));
        A x = memory.of(operands.get(1));
        A[] y = memory.rows(operands.get(2));
        A sums = memory.of(result);
        Matrices<A> matrices = memory.matrices();
        int others = extent(0, 1);
        int columns = extent(1, 1);
        boolean skipsZeros = operands.stream().skip(1).distinct().allMatch(rows -> isFinite(memory, rows));
        parallel.run(
                extent(0, 0),
                work(others),
                (from, to) -> matrices.weightedDifferences(weights, others, x, y, columns, skipsZeros, sums, from, to));
    }

    private static <A> boolean isFinite(StageMemory<A> memory, Stored tensor) {
        return memory.matrices().isFinite(memory.of(tensor), tensor.shape().size());
    }

    /** The result of a host function, which its value and its gradient share within a call. */
    private static HostResult host(
            StageMemory<?> memory, HostFunction function, List<Stored> operands, boolean withGradient) {
        return memory.hostResult(function, operands, result -> {
            List<Shape> shapes = operands.stream().map(Stored::shape).toList();
            result.prepare(function.shape(shapes).size(), shapes.get(0).size(), withGradient);
            function.evaluate(operands.stream().map(memory::toDoubles).toList(), shapes, result);
        });
    }

    private int extent(int operand, int axis) {
        Shape shape = operands.get(operand).shape();
        return shape.extent(axis);
    }

    private long work(int each) {
        return (long) result.shape().size() * each;
    }
}

package org.losses4j.loss.sequence;

import java.util.List;
import java.util.stream.IntStream;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;

/**
 * The recursion of the transducer loss over a whole batch: logits [N, T, U + 1, C], targets [N, U], input lengths [N] and target lengths
 * [N] to the negative log-likelihoods [N]. The examples of a large batch are computed in parallel; the result does not depend on it.
 *
 * @param blank the class that stands for going to the next frame
 */
record TransducerForwardBackward(int blank) implements HostFunction {
    private static final long PARALLEL_FROM = 1 << 14;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
        Shape shape = shapes.get(0);
        int examples = shape.extent(0);
        int slice = shape.extent(1) * shape.extent(2) * shape.extent(3);
        double[] logits = operands.get(0);
        IntStream all = IntStream.range(0, examples);
        (logits.length < PARALLEL_FROM ? all : all.parallel()).forEach(n -> {
            int frames = (int) operands.get(2)[n];
            int[] labels = labels(operands.get(1), n * (shape.extent(2) - 1), (int) operands.get(3)[n]);
            // Only a masked example has no frames: its length has been replaced.
            if (frames > 0) {
                TransducerLattice lattice = new TransducerLattice(
                        logits, n * slice, frames, shape.extent(2), shape.extent(3), labels, blank, result.scratch(n));
                result.value()[n] = lattice.forward();
                result.gradient().ifPresent(gradient -> lattice.backward(gradient, n * slice));
            }
        });
    }

    private static int[] labels(double[] targets, int from, int length) {
        return IntStream.range(from, from + length).map(i -> (int) targets[i]).toArray();
    }
}

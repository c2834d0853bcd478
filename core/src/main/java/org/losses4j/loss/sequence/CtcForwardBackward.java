package org.losses4j.loss.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;

/**
 * The recursion of CTC over a whole batch: logits [N, T, C], targets [N, L], input lengths [N] and target lengths [N] to
 * the negative log-likelihoods [N]. The examples of a large batch are computed in parallel, on the caller's fork-join pool or
 * the common one; the result does not depend on it.
 *
 * @param blank the class that stands for no label
 */
public record CtcForwardBackward(int blank) implements HostFunction {
    private static final long PARALLEL_FROM = 1 << 14;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
        int examples = shapes.get(0).extent(0);
        int frames = shapes.get(0).extent(1);
        int classes = shapes.get(0).extent(2);
        int longest = shapes.get(1).extent(1);
        double[] logits = operands.get(0);
        IntStream all = IntStream.range(0, examples);
        (logits.length < PARALLEL_FROM ? all : all.parallel()).forEach(n -> {
            int[] states = states(operands.get(1), n * longest, (int) operands.get(3)[n]);
            int length = (int) operands.get(2)[n];
            int from = n * frames * classes;
            HostResult.Scratch scratch = result.scratch(n);
            result.value()[n] = result.gradient()
                    .map(gradient -> solve(logits, from, length, classes, states, gradient, from, scratch))
                    .orElseGet(() ->
                            solve(logits, from, length, classes, states, scratch.array(length * classes), 0, scratch));
        });
    }

    /** The negative log-likelihood of an example. Writes its gradient from {@code to} on, where zeros must be before. */
    private static double solve(
            double[] logits,
            int from,
            int frames,
            int classes,
            int[] states,
            double[] gradient,
            int to,
            HostResult.Scratch scratch) {
        if (frames > 0) {
            ScaledAlignment fast = new ScaledAlignment(frames, classes, states, scratch);
            if (fast.solve(logits, from, gradient, to)) {
                return fast.negativeLogLikelihood();
            }
            Arrays.fill(gradient, to, to + frames * classes, 0);
        }
        LogSpaceAlignment general = new LogSpaceAlignment(logits, from, frames, classes, states, scratch);
        double value = general.forward();
        general.backward(gradient, to);
        return value;
    }

    /** The labels of an example with blanks before, between and behind them. */
    private int[] states(double[] targets, int from, int length) {
        int[] states = new int[2 * length + 1];
        Arrays.fill(states, blank);
        for (int i = 0; i < length; i++) {
            states[2 * i + 1] = (int) targets[from + i];
        }
        return states;
    }
}

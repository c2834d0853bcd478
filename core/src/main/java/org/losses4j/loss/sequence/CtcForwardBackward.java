package org.losses4j.loss.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.Shape;

/**
 * The recursion of CTC over a whole batch: logits [N, T, C], targets [N, L], input lengths [N] and target lengths [N] to
 * the negative log-likelihoods [N].
 *
 * @param blank the class that stands for no label
 */
public record CtcForwardBackward(int blank) implements HostFunction {

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public Result evaluate(List<double[]> operands, List<Shape> shapes, boolean withGradient) {
        int examples = shapes.get(0).extent(0);
        int frames = shapes.get(0).extent(1);
        int classes = shapes.get(0).extent(2);
        int longest = shapes.get(1).extent(1);
        double[] value = new double[examples];
        double[] gradient = withGradient ? new double[operands.get(0).length] : null;
        IntStream.range(0, examples).parallel().forEach(n -> {
            int[] labels = labels(operands.get(1), n * longest, (int) operands.get(3)[n]);
            int offset = n * frames * classes;
            CtcAlignment alignment =
                    new CtcAlignment(operands.get(0), offset, (int) operands.get(2)[n], classes, withBlanks(labels));
            value[n] = alignment.forward();
            if (gradient != null) {
                alignment.backward(gradient, offset);
            }
        });
        return new Result(value, gradient);
    }

    private static int[] labels(double[] targets, int from, int length) {
        return Arrays.stream(targets, from, from + length)
                .mapToInt(label -> (int) label)
                .toArray();
    }

    /** A blank before, between and behind the labels. */
    private int[] withBlanks(int[] labels) {
        int[] states = new int[2 * labels.length + 1];
        Arrays.fill(states, blank);
        for (int i = 0; i < labels.length; i++) {
            states[2 * i + 1] = labels[i];
        }
        return states;
    }
}

package org.losses4j.examples.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.losses4j.AllowedValues;
import org.losses4j.Checks;
import org.losses4j.CompositeObjective;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Node;
import org.losses4j.graph.PairOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Makes a batch of ordinary numbers for an objective: its required inputs, the same each time, and exact in float32. */
final class GeneratedInputs {
    private static final long SEED = 20260101;
    /** The most elements of a tensor that the objective may compute: some losses have a cube of the batch. */
    private static final long LARGEST = 1 << 22;

    private static final int LABELS = 8;
    private static final int FRAMES = 32;
    private static final int REGIONS = 16;
    private static final int LATENTS = 8;
    private static final int EXAMPLES_OF_A_CLASS = 4;

    private final Random random = new Random(SEED);

    private GeneratedInputs() {}

    /**
     * Inputs for a batch of so many rows and columns, or of fewer where the objective would compute too large a tensor.
     *
     * @throws IllegalArgumentException if the objective takes none of the shapes that are tried
     */
    static Map<String, ReferenceTensor> of(Objective objective, int rows, int columns) {
        int height = rows;
        int width = columns;
        while (true) {
            Map<String, ReferenceTensor> inputs = taken(objective, height, width);
            if (largest(objective, inputs) <= LARGEST || height + width <= 4) {
                return inputs;
            }
            height = height >= width ? height / 2 : height;
            width = height >= width ? width : Math.max(2, width / 2);
        }
    }

    private static Map<String, ReferenceTensor> taken(Objective objective, int rows, int columns) {
        IllegalArgumentException last = null;
        for (int[] inner : new int[][] {{columns}, {1}, {}, {3, columns}}) {
            try {
                Map<String, ReferenceTensor> inputs = new GeneratedInputs().next(objective, rows, inner);
                Checks.check(objective, Inputs.of(inputs));
                return inputs;
            } catch (IllegalArgumentException otherAxes) {
                last = otherAxes;
            }
        }
        throw new IllegalArgumentException(
                objective.name() + ": no inputs could be generated; give recorded cases by --cases", last);
    }

    private static long largest(Objective objective, Map<String, ReferenceTensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        return Programs.asFormulas(1).value(objective, shapes).value().nodes().stream()
                .mapToLong(GeneratedInputs::elements)
                .max()
                .orElse(0);
    }

    /** The elements that are computed for a node; a distance of two vectors is computed from all their differences. */
    private static long elements(Node node) {
        long inner = node.op() instanceof PairOp && !(node.op() instanceof PairOp.Matmul)
                ? node.operands().get(0).shape().extent(-1)
                : 1;
        return Arrays.stream(node.shape().toArray()).asLongStream().reduce(inner, (a, b) -> a * b);
    }

    private Map<String, ReferenceTensor> next(Objective objective, int rows, int[] inner) {
        if (objective instanceof LossObjective single) {
            return next(single, rows, inner);
        }
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        for (CompositeObjective.Term term : ((CompositeObjective) objective).terms()) {
            next(term.objective(), rows, inner)
                    .forEach((role, tensor) -> inputs.putIfAbsent(term.renamed().getOrDefault(role, role), tensor));
        }
        return inputs;
    }

    private Map<String, ReferenceTensor> next(LossObjective objective, int rows, int[] inner) {
        Loss loss = objective.loss();
        Shape first = first(loss, rows, inner);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        loss.roles().stream()
                .filter(role -> !role.optional() && !objective.fixed().containsKey(role.name()))
                .forEach(role -> shapes.put(role.name(), shape(loss, role, first)));
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> inputs.put(name, input(loss, objective.role(name), shape, new Shapes(shapes))));
        return inputs;
    }

    private static Shape first(Loss loss, int rows, int[] inner) {
        int columns = inner.length == 0 ? 1 : inner[inner.length - 1];
        return switch (loss.description().task()) {
            case SEQUENCE -> Shape.of(Math.max(1, rows / FRAMES), FRAMES, columns);
            case SEGMENTATION -> Shape.of(Math.max(1, rows / REGIONS), REGIONS, columns);
            case DETECTION -> Shape.of(rows, Math.max(1, columns / 4), 4);
            default ->
                Shape.of(IntStream.concat(IntStream.of(rows), IntStream.of(inner))
                        .toArray());
        };
    }

    private static Shape shape(Loss loss, Role role, Shape first) {
        boolean labels = loss.description().task() == Task.SEQUENCE;
        return switch (role.extent()) {
            case FIRST, SAME -> first;
            case ROWS -> first.without(loss.classAxis().orElse(-1));
            case CLASSES ->
                role.differentiable() ? Shape.of(classes(first), first.extent(-1)) : Shape.of(first.extent(-1));
            case EXAMPLES, FREE -> Shape.of(first.extent(0));
            case BATCH ->
                labels
                        ? Shape.of(first.extent(0), LABELS)
                        : loss.classAxis().isPresent() && role.differentiable()
                                ? first.inserted(first.rank(), LATENTS)
                                : Shape.of(first.extent(0), LATENTS);
        };
    }

    /** The classes of examples that have a few neighbours of their own class. */
    private static int classes(Shape first) {
        return Math.max(1, first.extent(0) / EXAMPLES_OF_A_CLASS);
    }

    private ReferenceTensor input(Loss loss, Role role, Shape shape, Shapes shapes) {
        AllowedValues allowed = loss.values(role, shapes);
        Task task = loss.description().task();
        if (role.differentiable()) {
            return prediction(loss, allowed, shape);
        }
        if (task == Task.SEQUENCE) {
            return fill(shape, i -> 1 + random.nextInt(2));
        }
        if (allowed.equals(AllowedValues.SIGNS)) {
            return fill(shape, i -> 2 * random.nextInt(2) - 1);
        }
        if (allowed.equals(AllowedValues.COUNTS)) {
            return fill(shape, i -> random.nextInt(LABELS));
        }
        if (allowed.whole()) {
            // Neighbouring examples are of one class, where classes only have to differ.
            return allowed.high() > shape.size()
                    ? fill(shape, i -> Math.floorDiv(i, EXAMPLES_OF_A_CLASS))
                    : fill(shape, i -> allowed.low() + random.nextInt((int) (allowed.high() - allowed.low()) + 1));
        }
        boolean logarithms = loss.toString().contains("logTarget=true");
        return switch (task) {
            case CLASSIFICATION, DISTRIBUTION -> distribution(shape, logarithms);
            case BINARY_CLASSIFICATION, SEGMENTATION -> fill(shape, i -> random.nextInt(2));
            case DETECTION -> boxes(shape);
            default -> fill(shape, i -> 0.3 + 2 * random.nextDouble());
        };
    }

    private ReferenceTensor prediction(Loss loss, AllowedValues allowed, Shape shape) {
        if (loss.description().task() == Task.DETECTION) {
            return boxes(shape);
        }
        if (allowed.low() >= 0) {
            return fill(shape, i -> 0.3 + random.nextDouble());
        }
        return switch (loss.description().activation()) {
            case SIGMOID -> fill(shape, i -> 0.05 + 0.9 * random.nextDouble());
            case SOFTMAX -> distribution(shape, false);
            case LOG_SOFTMAX -> distribution(shape, true);
            case POSITIVE -> fill(shape, i -> 0.2 + 2 * random.nextDouble());
            case IDENTITY, TANH -> fill(shape, i -> 1.5 * random.nextGaussian());
        };
    }

    /** Boxes by two corners, the second one beyond the first. */
    private ReferenceTensor boxes(Shape shape) {
        return fill(shape, i -> i % 4 < 2 ? random.nextDouble() : 1 + random.nextDouble());
    }

    private ReferenceTensor distribution(Shape shape, boolean logarithms) {
        Tensor positive = fill(shape, i -> 0.2 + random.nextDouble());
        Tensor normalised = positive.div(positive.sum(-1, true));
        double[] shares = (logarithms ? normalised.log() : normalised).toArray();
        return fill(shape, i -> shares[i]);
    }

    private static ReferenceTensor fill(Shape shape, IntToDoubleFunction values) {
        return ReferenceTensor.of(
                IntStream.range(0, shape.size())
                        .mapToDouble(i -> (float) values.applyAsDouble(i))
                        .toArray(),
                shape.toArray());
    }

    /** The required roles that a network is trained through. */
    static List<String> trained(Objective objective) {
        return objective.roles().stream()
                .filter(Role::differentiable)
                .filter(role -> !role.optional())
                .map(Role::name)
                .toList();
    }

    /** The inputs that hold whole numbers: class indices, counts, signs and bits. */
    static List<String> whole(Objective objective, Map<String, ReferenceTensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Stream<Role> roles = objective instanceof LossObjective single
                ? single.loss().roles().stream()
                        .filter(role ->
                                single.loss().values(role, new Shapes(shapes)).whole())
                : Stream.of();
        return roles.map(Role::name).filter(inputs::containsKey).toList();
    }
}

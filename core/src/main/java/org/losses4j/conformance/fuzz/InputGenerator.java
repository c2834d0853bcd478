package org.losses4j.conformance.fuzz;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Generates random inputs of an objective, of the shapes and values that each role allows. */
final class InputGenerator {
    private final Random random;
    private final ShapeGenerator shapes;
    private final Numbers numbers;
    private double boxSize = 1;

    InputGenerator(Random random, ShapeGenerator shapes, Numbers numbers) {
        this.random = random;
        this.shapes = shapes;
        this.numbers = numbers;
    }

    /** The inputs of an objective by role; the first role of each of its losses has the shape {@code first}. */
    Map<String, ReferenceTensor> next(Objective objective, Shape first) {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        boolean weighted = random.nextInt(2) == 0;
        boolean masked = random.nextInt(2) == 0;
        boolean padded = random.nextInt(6) == 0;
        boxSize = Math.pow(10, random.nextInt(3) - 1);
        for (Part part : Part.of(objective)) {
            Map<String, Shape> ofRoles = shapes(part, first);
            Shapes known = new Shapes(ofRoles);
            ofRoles.forEach((role, shape) -> inputs.computeIfAbsent(
                    part.name(part.objective().role(role)), name -> input(part, role, shape, known)));
            Shape units = part.units(first);
            if (weighted && random.nextInt(4) > 0) {
                inputs.computeIfAbsent(part.outer().get(Role.WEIGHTS), name -> weights(shapes.aligned(units)));
            }
            if (masked && random.nextInt(4) > 0) {
                inputs.computeIfAbsent(part.outer().get(Role.MASK), name -> mask(shapes.aligned(units)));
            }
            if (padded && units.rank() > 1 && part.outer().containsKey(Role.VALID_LENGTHS)) {
                inputs.computeIfAbsent(
                        part.outer().get(Role.VALID_LENGTHS), name -> lengths(units.extent(0), units.extent(1)));
            }
        }
        return inputs;
    }

    private Map<String, Shape> shapes(Part part, Shape first) {
        Loss loss = part.objective().loss();
        Map<String, Shape> ofRoles = new LinkedHashMap<>();
        Shape behind = shapes.behind(first.extent(0));
        // Roles of a shape of their own belong together.
        boolean free = random.nextInt(3) == 0;
        for (Role role : loss.roles()) {
            boolean chosen = role.extent() == Role.ShapeRule.FREE ? free : random.nextInt(3) == 0;
            boolean here = !role.optional() || chosen;
            if (here && !part.objective().fixed().containsKey(role.name())) {
                ofRoles.put(role.name(), shape(loss, role, first, behind));
            }
        }
        return ofRoles;
    }

    private Shape shape(Loss loss, Role role, Shape first, Shape behind) {
        int classAxis = loss.classAxis().orElse(-1);
        boolean labels = loss.description().task() == Task.SEQUENCE;
        return switch (role.extent()) {
            case FIRST, SAME -> first;
            case ROWS ->
                random.nextInt(6) == 0
                        ? first.with(classAxis, 1)
                        : random.nextInt(6) == 0
                                ? first.without(classAxis).inserted(first.rank() - 1, 1)
                                : first.without(classAxis);
            case CLASSES ->
                role.differentiable()
                        ? Shape.of(behind.extent(1), first.extent(-1))
                        : Shape.of(first.extent(classAxis));
            case EXAMPLES -> Shape.of(first.extent(0));
            case FREE -> references(role, first, behind);
            case BATCH ->
                labels
                        ? labels(first, behind)
                        : loss.classAxis().isPresent() ? vectors(loss, role, first, behind) : behind;
        };
    }

    /** Labels of sequences; of a lattice, as many as it has rows for, less the one before any label. */
    private static Shape labels(Shape first, Shape behind) {
        return first.rank() < 4 ? behind.leading(2) : first.leading(2).with(1, first.extent(2) - 1);
    }

    /** The batch and some more examples: a vector of each, or a number. */
    private static Shape references(Role role, Shape first, Shape behind) {
        Shape examples = Shape.of(first.extent(0) + behind.extent(-1) - 1);
        return role.differentiable() ? examples.inserted(1, first.extent(-1)) : examples;
    }

    /** A vector for each unit, or, of what is trained, for each class of each unit. */
    private static Shape vectors(Loss loss, Role role, Shape first, Shape behind) {
        Shape units =
                role.differentiable() ? first : first.without(loss.classAxis().orElse(-1));
        return units.inserted(units.rank(), behind.extent(1));
    }

    private ReferenceTensor input(Part part, String name, Shape shape, Shapes known) {
        numbers.begin();
        Loss loss = part.objective().loss();
        Role role = part.objective().role(name);
        AllowedValues allowed = loss.values(role, known);
        Task task = loss.description().task();
        if (task == Task.SEQUENCE && name.equals(Role.TARGET)) {
            int classes = known.get(loss.roles().get(0).name()).extent(-1);
            return fill(shape, () -> random.nextInt(Math.max(1, classes)));
        }
        if (!allowed.any()) {
            return fill(shape, () -> numbers.within(allowed));
        }
        if (task == Task.DETECTION) {
            return boxes(shape);
        }
        if (role.differentiable()) {
            return prediction(loss.description().activation(), shape, classAxis(loss, shape));
        }
        return switch (task) {
            case CLASSIFICATION, DISTRIBUTION -> distribution(shape, classAxis(loss, shape));
            case BINARY_CLASSIFICATION, SEGMENTATION ->
                fill(shape, random.nextBoolean() ? numbers::bit : numbers::probability);
            default -> fill(shape, numbers::any);
        };
    }

    /** Boxes of about one size, by their corners in order; a third has corners on a grid, where edges of boxes coincide. */
    private ReferenceTensor boxes(Shape shape) {
        boolean grid = random.nextInt(3) == 0;
        double[] corners = fill(shape, () -> boxSize * (grid ? random.nextInt(9) - 4 : 8 * random.nextDouble() - 4))
                .toArray();
        for (int low = 0; low + 2 < corners.length; low += low % 4 == 0 ? 1 : 3) {
            double larger = Math.max(corners[low], corners[low + 2]);
            corners[low] = Math.min(corners[low], corners[low + 2]);
            corners[low + 2] = larger;
        }
        return ReferenceTensor.of(corners, shape.toArray());
    }

    private static int classAxis(Loss loss, Shape shape) {
        return loss.classAxis().isPresent() && shape.rank() > 0
                ? shape.axis(loss.classAxis().getAsInt())
                : shape.rank() - 1;
    }

    private ReferenceTensor prediction(Activation activation, Shape shape, int classAxis) {
        return switch (activation) {
            case SIGMOID -> fill(shape, numbers::probability);
            case SOFTMAX -> distribution(shape, classAxis);
            case LOG_SOFTMAX ->
                random.nextBoolean() ? fill(shape, () -> -numbers.size()) : log(distribution(shape, classAxis));
            case POSITIVE -> fill(shape, numbers::size);
            case IDENTITY, TANH -> fill(shape, numbers::any);
        };
    }

    private static ReferenceTensor log(ReferenceTensor tensor) {
        double[] logarithms = Arrays.stream(tensor.toArray())
                .map(x -> Math.max(Math.log(x), -1e4))
                .toArray();
        return ReferenceTensor.of(logarithms, tensor.shape().toArray());
    }

    /** Probabilities along an axis: one-hot in a third of the cases; now and then with a sum other than 1. */
    private ReferenceTensor distribution(Shape shape, int axis) {
        boolean hard = random.nextInt(3) == 0;
        int classes = shape.rank() == 0 ? 1 : shape.extent(axis);
        if (hard) {
            Shape rows = shape.rank() == 0 ? shape : shape.without(axis);
            ReferenceTensor chosen = fill(rows, () -> random.nextInt(classes));
            return ReferenceTensor.of(
                    shape.rank() == 0
                            ? new double[] {1}
                            : chosen.oneHot(classes, axis).toArray(),
                    shape.toArray());
        }
        ReferenceTensor sizes =
                fill(shape, () -> Math.min(1, numbers.probability()) + (random.nextInt(4) == 0 ? 0 : 1e-3));
        if (shape.rank() == 0 || random.nextInt(8) == 0) {
            return sizes;
        }
        double[] shares = sizes.div(sizes.sum(axis, true).maximum(1e-3)).toArray();
        return ReferenceTensor.of(shares, shape.toArray());
    }

    private ReferenceTensor weights(Shape shape) {
        return switch (random.nextInt(4)) {
            case 0 -> fill(shape, () -> random.nextInt(3));
            case 1 -> fill(shape, () -> 1);
            default -> fill(shape, () -> 2 * random.nextDouble());
        };
    }

    /** A mask of single units, or of all units at some indices of an axis, as padding has. */
    private ReferenceTensor mask(Shape shape) {
        int kept = 1 + random.nextInt(4);
        if (shape.rank() == 0 || random.nextBoolean()) {
            return fill(shape, () -> random.nextInt(kept + 1) > 0 ? 1 : 0);
        }
        int axis = random.nextInt(shape.rank());
        ReferenceTensor indices = fill(Shape.of(shape.extent(axis)), () -> random.nextInt(kept + 1) > 0 ? 1 : 0);
        return ReferenceTensor.of(
                indices.alignLeft(shape.rank() - axis).expand(shape).toArray(), shape.toArray());
    }

    private ReferenceTensor lengths(int examples, int steps) {
        return fill(Shape.of(examples), () -> random.nextInt(steps + 1));
    }

    private static ReferenceTensor fill(Shape shape, DoubleSupplier values) {
        return ReferenceTensor.of(
                DoubleStream.generate(values).limit(shape.size()).toArray(), shape.toArray());
    }
}

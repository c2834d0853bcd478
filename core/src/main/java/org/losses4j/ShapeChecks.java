package org.losses4j;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.losses4j.tensor.Shape;

/** Checks that the shapes of an objective's inputs fit together, and proposes what to do where they do not. */
final class ShapeChecks {
    private final LossObjective objective;
    private final Loss loss;
    private final Map<String, Shape> shapes;
    private final Shape first;

    private ShapeChecks(LossObjective objective, Map<String, Shape> shapes) {
        this.objective = objective;
        this.loss = objective.loss();
        this.shapes = shapes;
        this.first = Objects.requireNonNull(shapes.get(loss.roles().get(0).name()));
    }

    /** Checks shapes by role, among which all required roles must be. */
    static void check(LossObjective objective, Map<String, Shape> shapes) {
        new ShapeChecks(objective, shapes).check();
    }

    private void check() {
        if (loss.classAxis().isPresent()) {
            int axis = loss.classAxis().getAsInt();
            if (axis < -first.rank() || axis >= first.rank()) {
                throw new IllegalArgumentException(loss.name() + ": the class axis " + axis
                        + " is not among the axes of " + loss.roles().get(0).name() + " " + first);
            }
        }
        for (Role role : loss.roles()) {
            Shape shape = shapes.get(role.name());
            if (shape != null) {
                check(role, shape);
            }
        }
        objective.fixed().forEach((role, values) -> {
            if (values.size() != 1) {
                checkClasses(role, Shape.of(values.size()));
            }
        });
        loss.check(new Shapes(shapes));
        checkAligned(Role.WEIGHTS);
        checkAligned(Role.MASK);
        checkLengths();
    }

    private void check(Role role, Shape shape) {
        switch (role.extent()) {
            case FIRST, FREE -> {}
            case SAME -> require(shape.equals(first), role.name(), shape, first);
            case ROWS -> checkRows(role, shape);
            case CLASSES -> {
                if (!role.differentiable()) {
                    checkClasses(role.name(), shape);
                }
            }
            case EXAMPLES ->
                require(
                        first.rank() > 0 && shape.equals(first.leading(1)),
                        role.name(),
                        shape,
                        first.leading(Math.min(1, first.rank())));
            case BATCH ->
                require(
                        first.rank() == 0 || (shape.rank() > 0 && shape.extent(0) == first.extent(0)),
                        role.name(),
                        shape,
                        first.leading(Math.min(1, first.rank())));
        }
    }

    private void checkRows(Role role, Shape shape) {
        Shape rows = first.without(loss.classAxis().orElse(-1));
        boolean trailing = shape.rank() == rows.rank() + 1 && shape.extent(-1) == 1 && shape.startsWith(rows);
        boolean inPlace = shape.rank() == first.rank()
                && shape.equals(first.with(loss.classAxis().orElse(-1), 1));
        require(shape.equals(rows) || trailing || inPlace, role.name(), shape, rows);
    }

    private void checkClasses(String role, Shape shape) {
        Shape wanted = Shape.of(objective.classes(first));
        require(shape.equals(wanted), role, shape, wanted);
    }

    private void checkAligned(String role) {
        Shape shape = shapes.get(role);
        if (shape == null) {
            return;
        }
        Shape trimmed = shape.trimmed();
        Shape units = objective.units(first);
        boolean fits = trimmed.rank() <= units.rank();
        for (int axis = 0; fits && axis < trimmed.rank(); axis++) {
            fits = trimmed.extent(axis) == 1 || trimmed.extent(axis) == units.extent(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(loss.name() + ": the input '" + role + "' has the shape " + shape
                    + ", but must be a scalar or align with the leading axes of " + units
                    + (loss.pointwise() ? "" : ", a number for each unit: this loss gives one value for all classes"));
        }
    }

    private void checkLengths() {
        Shape shape = shapes.get(Role.VALID_LENGTHS);
        if (shape == null) {
            return;
        }
        Shape units = objective.units(first);
        if (units.rank() < 2) {
            throw new IllegalArgumentException(loss.name() + ": the input '" + Role.VALID_LENGTHS
                    + "' is for sequences, whose steps are the second axis of the values, but the values of "
                    + loss.roles().get(0).name() + " " + first + " are " + units
                    + "; leave out whole examples by 'mask'");
        }
        require(shape.equals(units.leading(1)), Role.VALID_LENGTHS, shape, units.leading(1));
    }

    private void require(boolean holds, String role, Shape got, Shape wanted) {
        if (!holds) {
            throw new IllegalArgumentException(
                    loss.name() + ": the input '" + role + "' has the shape " + got + ", wanted " + wanted + " for "
                            + loss.roles().get(0).name() + " " + first + fix(role, got, wanted));
        }
    }

    private String fix(String role, Shape got, Shape wanted) {
        String sparse = "sparse_" + loss.name();
        if (loss.classAxis().isPresent() && got.trimmed().equals(rowsTrimmed()) && registered(sparse)) {
            return "; " + role + " " + got + " are class indices: use " + sparse;
        }
        String dense = loss.name().replace("sparse_", "");
        if (got.equals(first) && !dense.equals(loss.name()) && registered(dense)) {
            return "; " + role + " " + got + " are one-hot: use " + dense;
        }
        if (role.equals(Role.TARGET) && got.equals(first) && loss.classAxis().isPresent()) {
            return "; if " + role + " " + got + " are one-hot, give the index of each row's class instead";
        }
        OptionalInt axis = otherClassAxis(role, got);
        if (axis.isPresent()) {
            return "; if the classes are along axis " + axis.getAsInt() + " of "
                    + loss.roles().get(0).name() + ", as in PyTorch, say so: "
                    + (registered(sparse) ? sparse : loss.name()) + "(axis=" + axis.getAsInt() + ")";
        }
        if (got.size() == wanted.size()) {
            String way = isInOtherOrder(got, wanted) ? "its axes are in another order: transpose" : "reshape";
            return "; nothing is broadcast or reshaped here: " + way + " it to " + wanted;
        }
        return "";
    }

    /** Whether both have the same extents, but those above 1 in another order, so that a reshaped tensor would be mixed up. */
    private static boolean isInOtherOrder(Shape got, Shape wanted) {
        int[] extents = extentsAboveOne(got);
        int[] others = extentsAboveOne(wanted);
        boolean inOrder = Arrays.equals(extents, others);
        Arrays.sort(extents);
        Arrays.sort(others);
        return !inOrder && Arrays.equals(extents, others);
    }

    private static int[] extentsAboveOne(Shape shape) {
        return Arrays.stream(shape.toArray()).filter(extent -> extent > 1).toArray();
    }

    /** An axis other than the loss's own that would be the class axis if {@code rows} has one number for all classes. */
    private OptionalInt otherClassAxis(String role, Shape rows) {
        boolean byRow = loss.roles().stream()
                .anyMatch(known -> known.name().equals(role)
                        && (known.extent() == Role.ShapeRule.ROWS || known.extent() == Role.ShapeRule.SAME));
        boolean choosable = Losses.registered()
                .typeOf(loss)
                .filter(type -> type.parameters().contains("axis"))
                .isPresent();
        if (!byRow || !choosable) {
            return OptionalInt.empty();
        }
        return IntStream.range(1, first.rank())
                .filter(axis -> axis != first.axis(loss.classAxis().orElse(-1)))
                .filter(axis ->
                        rows.trimmed().equals(first.without(axis).trimmed()) || rows.equals(first.with(axis, 1)))
                .findFirst();
    }

    private Shape rowsTrimmed() {
        return first.without(loss.classAxis().orElse(-1)).trimmed();
    }

    private static boolean registered(String name) {
        return Losses.registered().find(name).isPresent();
    }
}

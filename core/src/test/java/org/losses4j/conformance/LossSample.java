package org.losses4j.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** A loss with parameters, and inputs that it can take, away from its kinks. */
public record LossSample(Loss loss, Map<String, ReferenceTensor> inputs) {
    static final int EXAMPLES = 6;
    private static final int CLASSES = 4;
    private static final long SEED = 20260101;

    @Override
    public String toString() {
        return loss.toString();
    }

    public LossObjective objective() {
        return Objective.of(loss);
    }

    /** All registered losses: with their defaults, and with each switch, choice and number of theirs another way. */
    public static List<LossSample> all() {
        List<LossSample> samples = new ArrayList<>();
        for (LossType<?> type : Losses.registered().types()) {
            samples.add(of(type.defaults()));
            type.read(type.defaults()).forEach((parameter, value) -> {
                for (Object other : others(type, parameter, value)) {
                    moved(type, parameter, other).ifPresent(loss -> samples.add(of(loss)));
                }
            });
        }
        return samples;
    }

    /** The loss with one parameter moved; empty if the number is outside the parameter's range. */
    private static Optional<Loss> moved(LossType<?> type, String parameter, Object value) {
        try {
            return Optional.of(type.create(Map.of(parameter, value)));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    private static List<?> others(LossType<?> type, String parameter, Object value) {
        if (value instanceof Boolean switched) {
            return List.of(!switched);
        }
        if (value instanceof String) {
            return Arrays.stream(type.type().getRecordComponents())
                    .filter(component -> component.getType().isEnum())
                    .flatMap(component -> Arrays.stream(component.getType().getEnumConstants()))
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(java.util.Locale.ROOT))
                    .filter(name -> !name.equals(value))
                    .toList();
        }
        return switch (parameter) {
            case "gamma" -> List.of(0.0, 0.5);
            case "p" -> value instanceof Integer ? List.of(2) : List.of(1.0, 3.0);
            case "gamma_positive", "gamma_negative" -> List.of(0.0, 0.5);
            case "q" -> List.of(0.3, 1.0);
            case "clip" -> List.of(0.0, 0.3);
            case "invariance", "variance", "covariance", "off_diagonal" -> List.of(0.0, 0.7);
            case "scale", "degrees_of_freedom" -> List.of(0.7, 20.0);
            case "label_smoothing" -> List.of(0.2);
            case "poly_epsilon" -> List.of(-0.5);
            case "ignore_index" -> List.of(1, -100);
            case "blank" -> List.of(3);
            case "soft_cap" -> List.of(2.0);
            case "target" -> List.of(0.5);
            default -> value instanceof Double ? List.of(0.3) : List.of();
        };
    }

    static LossSample of(Loss loss) {
        for (int classes : new int[] {CLASSES, 1}) {
            Shape first = first(loss.description().task(), classes);
            for (Shape tried : List.of(first, first.inserted(first.rank() - 1, 3))) {
                LossSample sample = of(loss, tried);
                if (sample.isTaken()) {
                    return sample;
                }
            }
        }
        throw new IllegalArgumentException("No sample for " + loss);
    }

    private boolean isTaken() {
        try {
            Checks.check(objective(), Inputs.of(inputs));
            return true;
        } catch (IllegalArgumentException otherAxes) {
            return false;
        }
    }

    private static Shape first(Task task, int classes) {
        return switch (task) {
            case SEQUENCE -> Shape.of(EXAMPLES, 7, classes);
            case SEGMENTATION -> Shape.of(EXAMPLES, 5, classes);
            default -> Shape.of(EXAMPLES, classes);
        };
    }

    private static LossSample of(Loss loss, Shape first) {
        Random random = new Random(SEED);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        for (Role role : loss.roles()) {
            if (role.extent() != Role.ShapeRule.FREE) {
                inputs.put(role.name(), input(loss, role, shape(loss, role, first), random));
            }
        }
        return new LossSample(loss, inputs);
    }

    private static Shape shape(Loss loss, Role role, Shape first) {
        boolean labels =
                loss.description().task() == Task.SEQUENCE && role.name().equals(Role.TARGET);
        return switch (role.extent()) {
            case FIRST, SAME -> first;
            case ROWS -> first.without(loss.classAxis().orElse(-1));
            case CLASSES -> role.differentiable() ? Shape.of(CLASSES, first.extent(-1)) : Shape.of(CLASSES);
            case EXAMPLES, FREE -> Shape.of(EXAMPLES);
            case BATCH ->
                labels
                        ? Shape.of(EXAMPLES, 2)
                        : loss.classAxis().isPresent() && role.differentiable()
                                ? first.inserted(first.rank(), 3)
                                : Shape.of(EXAMPLES, 3);
        };
    }

    private static ReferenceTensor input(Loss loss, Role role, Shape shape, Random random) {
        Task task = loss.description().task();
        if (task == Task.SEQUENCE) {
            return sequence(role, shape, random);
        }
        if (role.differentiable()) {
            return prediction(loss, role, shape, random);
        }
        AllowedValues values = role.values();
        if (values.equals(AllowedValues.BINARY)) {
            return fill(shape, i -> random.nextInt(2));
        }
        if (values.equals(AllowedValues.SIGNS)) {
            return fill(shape, i -> 2 * random.nextInt(2) - 1);
        }
        if (role.extent() == Role.ShapeRule.ROWS) {
            return fill(shape, i -> random.nextInt(CLASSES));
        }
        if (values.equals(AllowedValues.COUNTS) || values.equals(AllowedValues.CLASS_NUMBERS)) {
            return fill(shape, i -> Math.floorDiv(i, 2));
        }
        if (role.extent() == Role.ShapeRule.CLASSES) {
            return fill(shape, i -> 0.2 + random.nextDouble());
        }
        boolean logTarget = loss.toString().contains("logTarget=true");
        return switch (task) {
            case CLASSIFICATION, DISTRIBUTION -> distribution(shape, random, logTarget);
            case BINARY_CLASSIFICATION, SEGMENTATION, GENERATIVE -> fill(shape, i -> 0.1 + 0.8 * random.nextDouble());
            case DETECTION -> fill(shape, i -> i % 4 < 2 ? random.nextDouble() : 1 + random.nextDouble());
            default -> fill(shape, i -> 0.3 + 2 * random.nextDouble());
        };
    }

    private static ReferenceTensor prediction(Loss loss, Role role, Shape shape, Random random) {
        if (role.values().low() >= 0) {
            return fill(shape, i -> 0.3 + random.nextDouble());
        }
        Activation activation = loss.description().activation();
        return switch (activation) {
            case SIGMOID -> fill(shape, i -> 0.05 + 0.9 * random.nextDouble());
            case SOFTMAX -> distribution(shape, random, false);
            case LOG_SOFTMAX -> distribution(shape, random, true);
            case POSITIVE -> fill(shape, i -> 0.2 + 2 * random.nextDouble());
            case IDENTITY, TANH -> fill(shape, i -> 1.5 * random.nextGaussian());
        };
    }

    private static ReferenceTensor sequence(Role role, Shape shape, Random random) {
        return switch (role.name()) {
            case Role.PREDICTION -> fill(shape, i -> 0.1 + random.nextDouble());
            case Role.TARGET -> fill(shape, i -> 1 + random.nextInt(2));
            case "input_lengths" -> fill(shape, i -> 5 + random.nextInt(3));
            default -> fill(shape, i -> 1 + random.nextInt(2));
        };
    }

    private static ReferenceTensor distribution(Shape shape, Random random, boolean logarithms) {
        Tensor positive = fill(shape, i -> 0.2 + random.nextDouble());
        Tensor normalised = positive.div(positive.sum(-1, true));
        Tensor result = logarithms ? normalised.log() : normalised;
        return ReferenceTensor.of(result.toArray(), shape.toArray());
    }

    private static ReferenceTensor fill(Shape shape, IntToDoubleFunction values) {
        return ReferenceTensor.of(
                IntStream.range(0, shape.size()).mapToDouble(values).toArray(), shape.toArray());
    }

    /** The same with only some of the examples, in the given order. */
    LossSample examples(int... kept) {
        Map<String, ReferenceTensor> chosen = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> chosen.put(role, perExample(role) ? rows(tensor, kept) : tensor));
        return new LossSample(loss, chosen);
    }

    /** The same with other values in one input. */
    LossSample with(String role, ReferenceTensor tensor) {
        Map<String, ReferenceTensor> changed = new LinkedHashMap<>(inputs);
        changed.put(role, tensor);
        return new LossSample(loss, changed);
    }

    /** Whether a role may have a value. */
    boolean allows(String role, double value) {
        return loss.roles().stream()
                .filter(known -> known.name().equals(role))
                .allMatch(known -> known.values().allow(value));
    }

    /** Whether the loss gives numbers for the whole batch, so that no unit of its own can be left out. */
    public boolean overBatch() {
        return loss.unitMask(ReferenceTensor.scalar(1)).isEmpty();
    }

    boolean perExample(String role) {
        return loss.roles().stream()
                .filter(known -> known.name().equals(role))
                .allMatch(known -> known.extent().isOfExamples());
    }

    /** The least value that an input may have. */
    double least(String role) {
        return loss.roles().stream()
                .filter(known -> known.name().equals(role))
                .mapToDouble(known -> known.values().low())
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    public List<String> trainedRoles() {
        return loss.roles().stream()
                .filter(Role::differentiable)
                .map(Role::name)
                .filter(inputs::containsKey)
                .toList();
    }

    static ReferenceTensor rows(Tensor tensor, int... kept) {
        double[] all = tensor.toArray();
        int width = all.length / tensor.shape().extent(0);
        double[] chosen = new double[kept.length * width];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(all, kept[i] * width, chosen, i * width, width);
        }
        return ReferenceTensor.of(chosen, tensor.shape().with(0, kept.length).toArray());
    }
}

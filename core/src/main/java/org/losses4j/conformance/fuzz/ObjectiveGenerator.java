package org.losses4j.conformance.fuzz;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.ExampleReduction;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.tensor.Shape;

/** Generates random objectives: all registered losses, with other parameters and reductions, alone and in weighted sums. */
final class ObjectiveGenerator {
    private static final int PATIENCE = 30;

    private final LossType<?> type;
    private final Random random;
    private final double ends;

    /** A generator of objectives that contain a loss of the given type. */
    ObjectiveGenerator(Random random, LossType<?> type) {
        this.random = random;
        this.type = type;
        this.ends = random.nextInt(3) == 0 ? 0.8 : 0.25;
    }

    /** An objective whose first input has this shape. */
    Objective next(Shape first) {
        BatchReduction batch = any(BatchReduction.values());
        LossObjective single = single(first, batch, type);
        if (random.nextInt(6) > 0) {
            return single;
        }
        List<CompositeObjective.Term> terms = new ArrayList<>(List.of(new CompositeObjective.Term(factor(), single)));
        int more = 1 + random.nextInt(2);
        for (int i = 1; i <= more; i++) {
            BatchReduction own = batch == BatchReduction.NONE ? batch : reducing();
            terms.add(term(
                    single.loss(),
                    single(first, own, any(Losses.registered().types().toArray(LossType<?>[]::new))),
                    i));
        }
        return new CompositeObjective(terms);
    }

    private BatchReduction reducing() {
        BatchReduction reduction = any(BatchReduction.values());
        return reduction == BatchReduction.NONE ? BatchReduction.MEAN : reduction;
    }

    /** A further term, mostly with inputs of its own; sometimes with those of the first term, if both losses read the same kind. */
    private CompositeObjective.Term term(Loss first, LossObjective objective, int number) {
        boolean alike =
                first.description().task() == objective.loss().description().task()
                        && first.description().activation()
                                == objective.loss().description().activation();
        Map<String, String> renamed = new LinkedHashMap<>();
        if (!alike || random.nextBoolean()) {
            objective.loss().roles().stream()
                    .map(Role::name)
                    .filter(role -> !objective.fixed().containsKey(role))
                    .forEach(role -> renamed.put(role, role + "_" + number));
        }
        return new CompositeObjective.Term(factor(), objective, renamed);
    }

    private double factor() {
        return random.nextInt(3) == 0 ? 1 : rounded(2 * random.nextGaussian());
    }

    private LossObjective single(Shape first, BatchReduction batch, LossType<?> one) {
        Loss loss = loss(one, first.rank());
        LossObjective objective = Objective.of(loss).reduce(new Reduction(any(ExampleReduction.values()), batch));
        if (loss.classAxis().isPresent() && !fits(loss.classAxis().getAsInt(), first.rank())) {
            return objective;
        }
        for (Role role : loss.roles()) {
            if (role.extent() == Role.ShapeRule.CLASSES && !role.differentiable() && random.nextInt(4) == 0) {
                objective = objective.fix(
                        role.name(), numbers(first.extent(loss.classAxis().orElse(-1))));
            }
        }
        return objective;
    }

    private static boolean fits(int axis, int rank) {
        return axis >= -rank && axis < rank;
    }

    private double[] numbers(int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(8) == 0 ? random.nextInt(2) : rounded(2 * random.nextDouble());
        }
        return numbers;
    }

    private double rounded(double number) {
        return random.nextBoolean() ? (float) number : number;
    }

    /** A loss with about half of its parameters moved from their defaults; parameters that its constructor refuses are drawn again. */
    private Loss loss(LossType<?> type, int rank) {
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
            RecordComponent[] components = type.type().getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                if (random.nextBoolean()) {
                    parameters.put(type.parameters().get(i), parameter(components[i], rank));
                }
            }
            try {
                return type.create(parameters);
            } catch (IllegalArgumentException outOfRange) {
                // Only constructors know the ranges: draw again.
            }
        }
        return type.defaults();
    }

    private @Nullable Object parameter(RecordComponent component, int rank) {
        Class<?> type = component.getType();
        boolean none = !type.isPrimitive() && random.nextInt(3) == 0;
        if (none && !type.isEnum()) {
            return null;
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type.isEnum()) {
            return ((Enum<?>) any(type.getEnumConstants())).name().toLowerCase(Locale.ROOT);
        }
        if (type == int.class || type == Integer.class) {
            return component.getName().contains("axis")
                    ? random.nextInt(2 * rank) - rank
                    : any(new Integer[] {0, 1, 2, -1, -100, 3});
        }
        return Numbers.parameter(random, ends);
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}

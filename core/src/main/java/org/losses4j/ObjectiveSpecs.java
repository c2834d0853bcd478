package org.losses4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts objectives to specifications and back: {@code objective(loss=huber(delta=0.5), example=mean, batch=mean)}, and
 * {@code sum(terms=[term(factor=0.5, objective=…, mean=latent_mean)])}.
 */
final class ObjectiveSpecs {
    private static final String OBJECTIVE = "objective";
    private static final String SUM = "sum";
    private static final String TERM = "term";

    private ObjectiveSpecs() {}

    static LossSpec write(LossObjective objective) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("loss", LossSpec.of(objective.loss()));
        arguments.put("example", objective.reduction().example().name().toLowerCase(Locale.ROOT));
        arguments.put("batch", objective.reduction().batch().name().toLowerCase(Locale.ROOT));
        arguments.putAll(objective.fixed());
        return new LossSpec(OBJECTIVE, arguments);
    }

    static LossSpec write(CompositeObjective composite) {
        List<LossSpec> terms = new ArrayList<>();
        for (CompositeObjective.Term term : composite.terms()) {
            Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
            arguments.put("factor", term.factor());
            arguments.put(OBJECTIVE, term.objective().spec());
            arguments.putAll(term.renamed());
            terms.add(new LossSpec(TERM, arguments));
        }
        return new LossSpec(SUM, Map.of("terms", terms));
    }

    static Objective read(LossSpec spec) {
        return switch (spec.name()) {
            case OBJECTIVE -> readObjective(spec);
            case SUM -> readSum(spec);
            default -> Objective.of(spec.toLoss());
        };
    }

    private static Objective readObjective(LossSpec spec) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(spec.arguments());
        Loss loss = nested(spec, rest.remove("loss")).toLoss();
        Reduction reduction = new Reduction(
                choice(ExampleReduction.class, spec, rest.remove("example")),
                choice(BatchReduction.class, spec, rest.remove("batch")));
        Map<String, List<Double>> fixed = new LinkedHashMap<>();
        rest.forEach((role, values) -> fixed.put(role, numbers(spec, role, values)));
        return new LossObjective(loss, reduction, fixed);
    }

    private static Objective readSum(LossSpec spec) {
        if (!(spec.arguments().get("terms") instanceof List<?> list)) {
            throw new IllegalArgumentException(
                    "A sum needs a list of terms: sum(terms=[term(…), …]), got " + Excerpt.of(spec));
        }
        List<CompositeObjective.Term> terms = new ArrayList<>();
        for (Object element : list) {
            LossSpec term = nested(spec, element);
            Map<String, @Nullable Object> rest = new LinkedHashMap<>(term.arguments());
            if (!(rest.remove("factor") instanceof Number factor)) {
                throw new IllegalArgumentException("A term needs a factor, got " + Excerpt.of(term));
            }
            Objective objective = read(nested(term, rest.remove(OBJECTIVE)));
            Map<String, String> renamed = new LinkedHashMap<>();
            rest.forEach((role, name) -> renamed.put(role, String.valueOf(name)));
            terms.add(new CompositeObjective.Term(factor.doubleValue(), objective, renamed));
        }
        return new CompositeObjective(terms);
    }

    private static LossSpec nested(LossSpec spec, @Nullable Object value) {
        if (value instanceof LossSpec nested) {
            return nested;
        }
        if (value instanceof String name) {
            return new LossSpec(name, Map.of());
        }
        throw new IllegalArgumentException(
                "Expected a specification inside of " + Excerpt.of(spec) + ", got " + Excerpt.of(value));
    }

    private static <E extends Enum<E>> E choice(Class<E> type, LossSpec spec, @Nullable Object value) {
        if (value == null) {
            return Enum.valueOf(type, "MEAN");
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(String.valueOf(value))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("There is no reduction '" + Excerpt.of(value) + "' in " + Excerpt.of(spec)
                + "; there are " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT));
    }

    private static List<Double> numbers(LossSpec spec, String role, @Nullable Object value) {
        if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream().map(number -> ((Number) number).doubleValue()).toList();
        }
        throw new IllegalArgumentException(Excerpt.of(spec.name()) + " has the parameters loss, example and batch, and"
                + " inputs that are fixed to a list of numbers, such as class_weights=[1, 2]; got " + Excerpt.of(role)
                + "=" + Excerpt.of(value));
    }
}

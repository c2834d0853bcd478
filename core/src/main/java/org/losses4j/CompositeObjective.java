package org.losses4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A weighted sum of objectives, over the same inputs or over different ones. Sums nest at most {@value #DEEPEST} levels deep,
 * over at most {@value #MOST_LOSSES} losses.
 *
 * @param terms the summands; at least one
 */
public record CompositeObjective(List<Term> terms) implements Objective {
    /** The greatest nesting depth of sums, for which {@link LossSpec} has enough levels. */
    public static final int DEEPEST = 20;

    /** The greatest number of losses in a sum, those of nested sums included. */
    public static final int MOST_LOSSES = 1000;

    /**
     * Makes a sum.
     *
     * @throws IllegalArgumentException if it has no terms, too many or too deep ones, or some of them reduce the batch and
     *     others do not
     */
    public CompositeObjective {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("A composite objective needs at least one term");
        }
        if (depth(terms) > DEEPEST) {
            throw new IllegalArgumentException("Sums of objectives nest at most " + DEEPEST
                    + " levels deep, and this one is deeper: add the terms to one sum, with their factors multiplied");
        }
        if (losses(terms) > MOST_LOSSES) {
            throw new IllegalArgumentException("A sum has at most " + MOST_LOSSES + " losses, got " + losses(terms));
        }
        checkBatchReductions(terms);
    }

    /**
     * One objective of a sum.
     *
     * @param factor the number that the objective's value is multiplied by
     * @param objective the objective
     * @param renamed the composite's names for roles of the objective, by the objective's own names; other roles keep
     *     their names. With it, two terms can read two outputs of a network: {@code prediction} of the second term may be
     *     {@code prediction2} in the composite
     */
    public record Term(double factor, Objective objective, Map<String, String> renamed) implements Serializable {
        public Term {
            if (!Double.isFinite(factor)) {
                throw new IllegalArgumentException("The factor of a term must be a finite number, got " + factor);
            }
            renamed = Map.copyOf(renamed);
            List<Role> roles = objective.roles();
            for (String role : renamed.keySet()) {
                Roles.find(objective.name(), roles, role);
            }
        }

        public Term(double factor, Objective objective) {
            this(factor, objective, Map.of());
        }

        private String outer(String role) {
            return renamed.getOrDefault(role, role);
        }

        private Inputs inner(Inputs inputs) {
            return Inputs.of(inner(inputs.asMap()));
        }

        /** The entries of {@code given} that this term's objective reads, under the objective's own role names. */
        public <V> Map<String, V> inner(Map<String, V> given) {
            Map<String, V> mine = new LinkedHashMap<>();
            for (Role role : objective.roles()) {
                Roles.lookUp(given, role, outer(role.name())).ifPresent(value -> mine.put(role.name(), value));
            }
            return mine;
        }
    }

    /** The sum of this and {@code factor} times another objective. */
    public CompositeObjective plus(double factor, Objective objective) {
        List<Term> more = new ArrayList<>(terms);
        more.add(new Term(factor, objective));
        return new CompositeObjective(more);
    }

    @Override
    public String name() {
        return ObjectiveNames.ofSum(terms);
    }

    @Override
    public List<Role> roles() {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (Term term : terms) {
            for (Role role : term.objective().roles()) {
                String name = term.outer(role.name());
                Role outer = new Role(
                        name, role.extent(), role.values(), role.optional(), role.differentiable(), role.aliases());
                roles.merge(name, outer, CompositeObjective::stricter);
            }
        }
        return List.copyOf(roles.values());
    }

    private static Role stricter(Role a, Role b) {
        // Class indices for rows of a prediction [N, C] that another term wants for examples are [N] for both.
        boolean byExample = a.extent() == Role.ShapeRule.ROWS && b.extent() == Role.ShapeRule.EXAMPLES;
        return new Role(
                a.name(),
                byExample ? b.extent() : a.extent(),
                a.values(),
                a.optional() && b.optional(),
                a.differentiable() || b.differentiable(),
                a.aliases());
    }

    @Override
    public Tensor value(Inputs inputs) {
        return sum(parts(term -> term.objective().value(term.inner(inputs))));
    }

    @Override
    public Tensor perExample(Inputs inputs) {
        List<Tensor> shares = parts(term -> term.objective().perExample(term.inner(inputs)));
        Shape examples = shares.stream()
                .map(Tensor::shape)
                .max(Comparator.comparingInt(Shape::size))
                .orElseThrow();
        // A share of shape [1] is one number for the whole batch, and so the share of every example.
        return sum(shares.stream()
                .map(share -> share.shape().equals(Shape.of(1)) ? share.expand(examples) : share)
                .toList());
    }

    private List<Tensor> parts(Function<Term, Tensor> part) {
        return terms.stream().map(part).toList();
    }

    private Tensor sum(List<Tensor> parts) {
        Shape first = parts.get(0).shape();
        parts.stream().filter(other -> !other.shape().equals(first)).findFirst().ifPresent(other -> {
            throw new IllegalArgumentException(name() + ": the terms have values of the shapes " + first + " and "
                    + other.shape() + ", wanted one shape: reduce the batch, or reduce the examples of both alike");
        });
        Tensor sum = parts.get(0).mul(terms.get(0).factor());
        for (int i = 1; i < parts.size(); i++) {
            sum = sum.add(parts.get(i).mul(terms.get(i).factor()));
        }
        return sum;
    }

    @Override
    public void checkShapes(Map<String, Shape> shapes) {
        List<Role> known = roles();
        shapes.keySet().forEach(role -> Roles.find(name(), known, role));
        terms.forEach(term -> term.objective().checkShapes(term.inner(shapes)));
    }

    @Override
    public void checkValues(Inputs inputs) {
        terms.forEach(term -> term.objective().checkValues(term.inner(inputs)));
    }

    @Override
    public LossSpec spec() {
        return ObjectiveSpecs.write(this);
    }

    private static int depth(List<Term> terms) {
        return 1
                + terms.stream()
                        .mapToInt(term -> term.objective() instanceof CompositeObjective sum ? depth(sum.terms()) : 0)
                        .max()
                        .orElse(0);
    }

    private static int losses(List<Term> terms) {
        return terms.stream()
                .mapToInt(term -> term.objective() instanceof CompositeObjective sum ? losses(sum.terms()) : 1)
                .sum();
    }

    private static void checkBatchReductions(List<Term> terms) {
        long kinds = terms.stream()
                .map(term -> keepsUnits(term.objective()))
                .distinct()
                .count();
        if (kinds > 1) {
            throw new IllegalArgumentException("The terms of a sum must all reduce the batch, or none of them");
        }
    }

    private static boolean keepsUnits(Objective objective) {
        return objective instanceof CompositeObjective composite
                ? keepsUnits(composite.terms().get(0).objective())
                : ((LossObjective) objective).reduction().batch() == BatchReduction.NONE;
    }
}

package org.losses4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A loss with its reductions: weights multiply units, masks take them out, and what remains combines to one number.
 *
 * <p>Weights and masks are aligned with the leading axes of the unreduced loss: a scalar, [N], [N, T], up to a number
 * for each element of a pointwise loss. A masked unit contributes nothing, not even NaN, and does not count. Where units have
 * steps along their second axis, [N, T, …], {@code valid_lengths} [N] mask those from each example's length on.
 *
 * @param loss the loss
 * @param reduction how the loss's values combine
 * @param fixed numbers for each class, or one for all, by role, such as {@code class_weights}; callers do not give these inputs
 */
public record LossObjective(Loss loss, Reduction reduction, Map<String, List<Double>> fixed) implements Objective {

    private static final Role WEIGHTS = Role.given(Role.WEIGHTS, Role.ShapeRule.BATCH)
            .of(AllowedValues.NOT_NEGATIVE)
            .orNone();
    private static final Role MASK =
            Role.given(Role.MASK, Role.ShapeRule.BATCH).of(AllowedValues.KEPT).orNone();
    private static final Role VALID_LENGTHS = Role.given(Role.VALID_LENGTHS, Role.ShapeRule.EXAMPLES)
            .of(AllowedValues.COUNTS)
            .orNone();

    public LossObjective {
        Map<String, List<Double>> copied = new LinkedHashMap<>();
        fixed.forEach((role, values) -> copied.put(role, List.copyOf(values)));
        fixed = Map.copyOf(copied);
        for (String role : fixed.keySet()) {
            Role known = Roles.find(loss.name(), loss.roles(), role);
            if (known.extent() != Role.ShapeRule.CLASSES || known.differentiable()) {
                throw new IllegalArgumentException(
                        loss.name() + ": only numbers for each class can be fixed, and '" + role + "' is not");
            }
            requireAllowed(new InputRule(loss.name(), role, known.values()), fixed.get(role));
        }
    }

    /** The same loss under another reduction. */
    public LossObjective reduce(Reduction reduction) {
        return new LossObjective(loss, reduction, fixed);
    }

    /** The same loss under other reductions. */
    public LossObjective reduce(ExampleReduction example, BatchReduction batch) {
        return reduce(new Reduction(example, batch));
    }

    /**
     * The same objective with an input, such as {@code class_weights}, fixed to these numbers: one for each class, or one for all,
     * as {@code fix("pos_weight", 20)}.
     */
    public LossObjective fix(String role, double... values) {
        Map<String, List<Double>> more = new LinkedHashMap<>(fixed);
        more.put(role, Arrays.stream(values).boxed().toList());
        return new LossObjective(loss, reduction, more);
    }

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public List<Role> roles() {
        List<Role> roles = new ArrayList<>();
        for (Role role : loss.roles()) {
            if (!fixed.containsKey(role.name())) {
                roles.add(role);
            }
        }
        roles.add(WEIGHTS);
        roles.add(MASK);
        if (loss.pointwise() || loss.classAxis().isPresent()) {
            roles.add(VALID_LENGTHS);
        }
        return roles;
    }

    /**
     * The shape of the unreduced loss, with whose leading axes weights and masks are aligned.
     *
     * @param first the shape of the first role's input
     */
    public Shape units(Shape first) {
        return loss.classAxis().isPresent()
                ? first.without(loss.classAxis().getAsInt())
                : loss.pointwise() ? first : first.leading(Math.min(1, first.rank()));
    }

    /** The number of classes, of which a scalar has one; {@code first} is the shape of the first role's input. */
    int classes(Shape first) {
        return first.rank() == 0 ? 1 : first.extent(loss.classAxis().orElse(-1));
    }

    /**
     * The inputs with a mask in place of {@code valid_lengths}: it keeps the steps before the lengths that a given mask keeps
     * too. Without lengths, the inputs as they are.
     *
     * @param first the shape of the first role's input, which itself may be missing
     * @param inputs by role, of checked shapes
     */
    public Map<String, Tensor> lengthsAsMask(Shape first, Map<String, Tensor> inputs) {
        Tensor lengths = inputs.get(Role.VALID_LENGTHS);
        if (lengths == null) {
            return inputs;
        }
        int steps = units(first).extent(1);
        Tensor kept = lengths.unsqueeze(1).greater(lengths.arange(steps));
        Tensor mask = inputs.get(Role.MASK);
        if (mask != null) {
            Shape trimmed = mask.shape().trimmed();
            int rank = Math.max(2, trimmed.rank());
            kept = kept.alignLeft(rank).mul(mask.reshape(trimmed.alignedLeft(rank)));
        }
        Map<String, Tensor> masked = new LinkedHashMap<>(inputs);
        masked.remove(Role.VALID_LENGTHS);
        masked.put(Role.MASK, kept);
        return masked;
    }

    /** The inputs by role, with a mask in place of lengths. */
    Inputs masked(Inputs given) {
        Map<String, Tensor> inputs = byRole(given.asMap());
        Tensor first = Objects.requireNonNull(inputs.get(loss.roles().get(0).name()));
        return Inputs.of(lengthsAsMask(first.shape(), inputs));
    }

    /**
     * The role that callers mean by a name or an alias.
     *
     * @throws IllegalArgumentException if there is none; the message lists the near ones
     */
    public Role role(String name) {
        return Roles.find(name(), roles(), name);
    }

    /**
     * The rules of all inputs whose values are restricted, whether these inputs are given or not.
     *
     * @param shapes the shapes of the inputs
     * @throws IllegalArgumentException if a number that is fixed here is not allowed
     */
    public List<InputRule> rules(Shapes shapes) {
        // The constructor has asked the roles; a loss may allow less for these shapes.
        fixed.forEach((role, numbers) -> requireAllowed(rule(Roles.find(name(), loss.roles(), role), shapes), numbers));
        List<InputRule> rules = new ArrayList<>();
        for (Role role : roles()) {
            InputRule rule = rule(role, shapes);
            if (!rule.allowed().any()) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private static void requireAllowed(InputRule rule, List<Double> numbers) {
        for (double number : numbers) {
            if (!rule.allowed().allow(number)) {
                throw rule.violation(number, "");
            }
        }
    }

    private InputRule rule(Role role, Shapes shapes) {
        return new InputRule(
                name(),
                role.name(),
                role.name().equals(Role.VALID_LENGTHS) ? lengths(role, shapes) : loss.values(role, shapes));
    }

    private AllowedValues lengths(Role role, Shapes shapes) {
        Shape units = units(shapes.get(loss.roles().get(0).name()));
        return units.rank() < 2 ? role.values() : AllowedValues.validLengths(units.extent(1));
    }

    @Override
    public Tensor value(Inputs inputs) {
        return UnitValues.of(this, inputs).reduce(reduction.batch());
    }

    @Override
    public Tensor perExample(Inputs inputs) {
        return UnitValues.of(this, inputs).perExample(reduction.batch());
    }

    @Override
    public void checkShapes(Map<String, Shape> shapes) {
        ShapeChecks.check(this, byRole(shapes));
    }

    @Override
    public void checkValues(Inputs given) {
        Inputs inputs = Inputs.of(byRole(given.asMap()));
        Inputs masked = masked(inputs);
        Optional<Tensor> mask = masked.find(Role.MASK);
        for (InputRule rule : rules(new Shapes(inputs.shapes()))) {
            inputs.find(rule.role()).ifPresent(tensor -> rule.check(tensor, mask));
        }
        loss.valueCheck().ifPresent(more -> more.accept(masked));
    }

    @Override
    public LossSpec spec() {
        return ObjectiveSpecs.write(this);
    }

    @Override
    public String toString() {
        // Of a lambda there is nothing to read.
        Object what = loss instanceof Record ? loss : name();
        return what + " " + reduction + (fixed.isEmpty() ? "" : " " + fixed);
    }
}

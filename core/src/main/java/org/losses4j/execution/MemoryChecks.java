package org.losses4j.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.CompositeObjective;
import org.losses4j.InputRule;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The checks of {@link Objective#checkValues} over memory, prepared for given layouts: elements are read where they are, and
 * copied only when one of them is not allowed, or where a loss has a check of its own.
 */
final class MemoryChecks {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Precision precision;
    private final ValuePrograms programs;
    private final List<Layout> layouts;
    private final List<Limited> limited = new ArrayList<>();
    private final List<Own> own = new ArrayList<>();

    /**
     * An input whose values are restricted.
     *
     * @param rule the rule for its values
     * @param input its number among the inputs
     * @param look the check of all values at once, where that is faster
     * @param masking the numbers of the inputs that may mask its units
     */
    private record Limited(InputRule rule, int input, Optional<ValuePrograms.Look> look, Masking masking) {}

    /**
     * What masks the units of an objective.
     *
     * @param first the shape of the first role's input
     * @param inputs the numbers of its inputs by role
     */
    private record Masking(LossObjective objective, Shape first, Map<String, Integer> inputs) {}

    /** A loss's own check of its inputs. */
    private record Own(Consumer<Inputs> check, Masking masking) {}

    /** Prepares the checks of inputs in the order of {@code layouts}. */
    MemoryChecks(Objective objective, Precision precision, Map<String, Layout> layouts, ValuePrograms programs) {
        this.precision = precision;
        this.programs = programs;
        this.layouts = List.copyOf(layouts.values());
        layouts.keySet().forEach(role -> numbers.put(role, numbers.size()));
        add(objective, numbers);
    }

    private void add(Objective objective, Map<String, Integer> given) {
        if (objective instanceof CompositeObjective sum) {
            sum.terms().forEach(term -> add(term.objective(), term.inner(given)));
            return;
        }
        LossObjective single = (LossObjective) objective;
        Map<String, Integer> inputs = single.byRole(given);
        Map<String, Shape> byRole = new LinkedHashMap<>();
        inputs.forEach((role, number) -> byRole.put(role, layouts.get(number).shape()));
        Shape first =
                Objects.requireNonNull(byRole.get(single.loss().roles().get(0).name()));
        Masking masking = new Masking(single, first, inputs);
        for (InputRule rule : single.rules(new Shapes(byRole))) {
            Integer number = inputs.get(rule.role());
            if (number != null) {
                limited.add(new Limited(
                        rule, number, programs.of(rule.allowed(), precision, layouts.get(number)), masking));
            }
        }
        single.loss().valueCheck().ifPresent(check -> own.add(new Own(check, masking)));
    }

    /**
     * Checks the values of the inputs.
     *
     * @throws IllegalArgumentException if a check fails; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    void check(List<Elements> inputs) {
        for (Limited one : limited) {
            Elements elements = inputs.get(one.input());
            boolean passes = one.look()
                    .map(look -> look.passes(elements))
                    .orElseGet(() -> elements.allMatch(
                            layouts.get(one.input()), one.rule().allowed()::allow));
            if (!passes) {
                one.rule().check(tensor(inputs, one.input()), mask(one.masking(), inputs));
            }
        }
        for (Own one : own) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Masking masking = one.masking();
            masking.inputs().forEach((role, number) -> tensors.put(role, tensor(inputs, number)));
            one.check().accept(Inputs.of(masking.objective().lengthsAsMask(masking.first(), tensors)));
        }
    }

    private Optional<Tensor> mask(Masking masking, List<Elements> inputs) {
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (String role : List.of(Role.MASK, Role.VALID_LENGTHS)) {
            Integer number = masking.inputs().get(role);
            if (number != null) {
                given.put(role, tensor(inputs, number));
            }
        }
        return Optional.ofNullable(
                masking.objective().lengthsAsMask(masking.first(), given).get(Role.MASK));
    }

    private Tensor tensor(List<Elements> inputs, int number) {
        Layout layout = layouts.get(number);
        Elements elements = inputs.get(number);
        return ReferenceTensor.reading(() -> elements.toArray(layout), layout.shape());
    }
}

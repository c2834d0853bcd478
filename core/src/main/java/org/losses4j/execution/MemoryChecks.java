package org.losses4j.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * @param mask the number of the input that masks its units, if there is one
     */
    private record Limited(InputRule rule, int input, Optional<ValuePrograms.Look> look, Optional<Integer> mask) {}

    /** A loss's own check of its inputs. */
    private record Own(Consumer<Inputs> check, Map<String, Integer> inputs) {}

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
        Optional<Integer> mask = Optional.ofNullable(inputs.get(Role.MASK));
        for (InputRule rule : single.rules(new Shapes(byRole))) {
            Integer number = inputs.get(rule.role());
            if (number != null) {
                limited.add(
                        new Limited(rule, number, programs.of(rule.allowed(), precision, layouts.get(number)), mask));
            }
        }
        single.loss().valueCheck().ifPresent(check -> own.add(new Own(check, inputs)));
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
                one.rule().check(tensor(inputs, one.input()), one.mask().map(mask -> tensor(inputs, mask)));
            }
        }
        for (Own one : own) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            one.inputs().forEach((role, number) -> tensors.put(role, tensor(inputs, number)));
            one.check().accept(Inputs.of(tensors));
        }
    }

    private Tensor tensor(List<Elements> inputs, int number) {
        Layout layout = layouts.get(number);
        return ReferenceTensor.of(
                inputs.get(number).toArray(layout), layout.shape().toArray());
    }
}

package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Changes all losses of an objective, or all inputs of a case along one axis. */
final class Rewriting {
    private Rewriting() {}

    /** The objective with each of its losses replaced. */
    static Objective map(Objective objective, UnaryOperator<LossObjective> change) {
        if (objective instanceof LossObjective single) {
            return change.apply(single);
        }
        List<CompositeObjective.Term> terms = new ArrayList<>();
        for (CompositeObjective.Term term : ((CompositeObjective) objective).terms()) {
            terms.add(new CompositeObjective.Term(term.factor(), map(term.objective(), change), term.renamed()));
        }
        return new CompositeObjective(terms);
    }

    /** The case with some indices of an axis of the first role only, in all inputs and fixed numbers per class that vary along it. */
    static FuzzCase take(FuzzCase given, int axis, int[] indices) {
        Map<String, ReferenceTensor> taken = new LinkedHashMap<>(given.inputs());
        axes(given, axis)
                .forEach((role, own) ->
                        taken.computeIfPresent(role, (name, tensor) -> Slices.take(tensor, own, indices)));
        Shape first = Part.of(given.objective()).get(0).firstShape(given);
        return given.with(map(given.objective(), single -> fixedTaken(single, first, axis, indices)), taken);
    }

    private static LossObjective fixedTaken(LossObjective single, Shape first, int axis, int[] indices) {
        if (Part.alone(single).labelAxis(first) != axis) {
            return single;
        }
        Map<String, List<Double>> fixed = new LinkedHashMap<>();
        single.fixed()
                .forEach((role, numbers) -> fixed.put(
                        role, Arrays.stream(indices).mapToObj(numbers::get).toList()));
        return new LossObjective(single.loss(), single.reduction(), fixed);
    }

    /** For each input that varies along an axis of the first role, the number of its own axis. */
    static Map<String, Integer> axes(FuzzCase given, int axis) {
        Map<String, Integer> axes = new LinkedHashMap<>();
        for (Part part : Part.of(given.objective())) {
            Shape first = part.firstShape(given);
            if (axis >= first.rank()) {
                continue;
            }
            for (Role role : part.objective().roles()) {
                ReferenceTensor tensor = given.inputs().get(part.name(role));
                int own = tensor == null ? Part.NONE : part.axisOf(role, tensor.shape(), first, axis);
                if (own != Part.NONE) {
                    axes.putIfAbsent(part.name(role), own);
                }
            }
        }
        return axes;
    }
}

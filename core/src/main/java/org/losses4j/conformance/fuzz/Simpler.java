package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.losses4j.CompositeObjective;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.conformance.Placement;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Lists cases that are one step simpler than a given one, the largest steps first; the objective may refuse some of them. */
final class Simpler {
    private static final int FEW = 9;

    private final FuzzCase given;
    private final List<FuzzCase> simpler = new ArrayList<>();

    private Simpler(FuzzCase given) {
        this.given = given;
    }

    static List<FuzzCase> than(FuzzCase given) {
        Simpler all = new Simpler(given);
        all.oneTerm();
        all.fewerIndices();
        all.fewerInputs();
        all.plainMemory();
        all.usualParameters();
        all.fewerAxes();
        all.simpler.addAll(SimplerNumbers.than(given));
        return all.simpler;
    }

    private void oneTerm() {
        if (given.objective() instanceof CompositeObjective composite) {
            for (CompositeObjective.Term term : composite.terms()) {
                Map<String, ReferenceTensor> mine = new LinkedHashMap<>();
                for (Role role : term.objective().roles()) {
                    ReferenceTensor tensor = given.inputs().get(term.renamed().getOrDefault(role.name(), role.name()));
                    if (tensor != null) {
                        mine.put(role.name(), tensor);
                    }
                }
                simpler.add(new FuzzCase(given.name(), term.objective(), mine, Map.of()));
            }
            for (CompositeObjective.Term term : composite.terms()) {
                List<CompositeObjective.Term> others = new ArrayList<>(composite.terms());
                others.remove(term);
                if (!others.isEmpty()) {
                    dropUnread(new CompositeObjective(others));
                }
            }
        }
    }

    private void dropUnread(Objective objective) {
        Map<String, ReferenceTensor> read = new LinkedHashMap<>(given.inputs());
        read.keySet().retainAll(objective.roles().stream().map(Role::name).toList());
        simpler.add(given.with(objective, read));
    }

    /** Adds cases with half of an axis, or with all but one of its indices. */
    private void fewerIndices() {
        Shape first = Part.of(given.objective()).get(0).firstShape(given);
        for (int axis = 0; axis < first.rank(); axis++) {
            int extent = first.extent(axis);
            if (extent > 1) {
                take(axis, IntStream.range(0, extent / 2));
                take(axis, IntStream.range(extent / 2, extent));
            }
        }
        for (int axis = 0; axis < first.rank(); axis++) {
            int extent = first.extent(axis);
            int tried = extent <= FEW ? extent : 1;
            for (int left = extent - 1; left >= extent - tried && extent > 1; left--) {
                int without = left;
                take(axis, IntStream.range(0, extent).filter(i -> i != without));
            }
        }
        fewerBehind();
    }

    private void take(int axis, IntStream indices) {
        simpler.add(Rewriting.take(given, axis, indices.toArray()));
    }

    /** Adds cases with fewer indices along axes that only some roles have, such as latents and labels. */
    private void fewerBehind() {
        for (Part part : Part.of(given.objective())) {
            List<String> behind = part.objective().loss().roles().stream()
                    .filter(role -> role.extent() == Role.ShapeRule.BATCH)
                    .map(part::name)
                    .filter(given.inputs()::containsKey)
                    .toList();
            if (behind.isEmpty()) {
                continue;
            }
            Shape shape = shape(behind.get(0));
            for (int axis = 1; axis < shape.rank(); axis++) {
                int own = axis;
                List<String> alike = behind.stream()
                        .filter(role -> shape(role).rank() > own && shape(role).extent(own) == shape.extent(own))
                        .toList();
                if (shape.extent(axis) > 1) {
                    int[] half = IntStream.range(0, shape.extent(axis) / 2).toArray();
                    simpler.add(changed(alike, tensor -> Slices.take(tensor, own, half)));
                } else if (shape.rank() > 2) {
                    simpler.add(changed(
                            alike, tensor -> reshaped(tensor, tensor.shape().without(own))));
                }
            }
        }
    }

    private Shape shape(String role) {
        return given.input(role).shape();
    }

    private FuzzCase changed(List<String> roles, UnaryOperator<ReferenceTensor> change) {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>(given.inputs());
        roles.forEach(role -> inputs.computeIfPresent(role, (name, tensor) -> change.apply(tensor)));
        return given.with(inputs);
    }

    private void fewerInputs() {
        for (Role role : given.objective().roles()) {
            if (role.optional() && given.inputs().containsKey(role.name())) {
                simpler.add(given.without(role.name()));
            }
        }
        objectives(single -> new LossObjective(single.loss(), single.reduction(), Map.of()));
    }

    private void plainMemory() {
        if (!given.placements().isEmpty()) {
            simpler.add(new FuzzCase(given.name(), given.objective(), given.inputs(), Map.of()));
        }
        given.placements().forEach((role, placement) -> {
            int rank = placement.order().size();
            Placement rowMajor = Placement.rowMajor(rank);
            for (Placement plainer : List.of(
                    rowMajor,
                    new Placement(placement.order(), 1, 0, rowMajor.storage()),
                    new Placement(rowMajor.order(), placement.gap(), 0, rowMajor.storage()))) {
                if (!plainer.equals(placement)) {
                    Map<String, Placement> placements = new LinkedHashMap<>(given.placements());
                    placements.put(role, plainer);
                    simpler.add(new FuzzCase(given.name(), given.objective(), given.inputs(), placements));
                }
            }
        });
    }

    private void usualParameters() {
        objectives(single -> single.reduce(Reduction.MEAN));
        objectives(single -> new LossObjective(type(single.loss()).defaults(), single.reduction(), single.fixed()));
        int most = Part.of(given.objective()).stream()
                .mapToInt(part -> type(part.objective().loss()).parameters().size())
                .max()
                .orElse(0);
        for (int i = 0; i < most; i++) {
            int number = i;
            objectives(single -> usual(single, number));
        }
    }

    private static LossObjective usual(LossObjective single, int number) {
        LossType<?> type = type(single.loss());
        if (number >= type.parameters().size()) {
            return single;
        }
        Map<String, Object> parameters = new LinkedHashMap<>(type.read(single.loss()));
        parameters.remove(type.parameters().get(number));
        return new LossObjective(type.create(parameters), single.reduction(), single.fixed());
    }

    private static LossType<?> type(Loss loss) {
        return Losses.registered().typeOf(loss).orElseThrow();
    }

    private void objectives(UnaryOperator<LossObjective> change) {
        try {
            Objective changed = Rewriting.map(given.objective(), change);
            if (!changed.equals(given.objective())) {
                simpler.add(given.with(changed, given.inputs()));
            }
        } catch (IllegalArgumentException outOfRange) {
            // The constructor refuses parameters that do not go together: no simpler case.
        }
    }

    /** Adds cases without an axis of extent 1. */
    private void fewerAxes() {
        Shape first = Part.of(given.objective()).get(0).firstShape(given);
        for (int axis = 0; axis < first.rank(); axis++) {
            if (first.extent(axis) == 1 && first.rank() > 1) {
                Map<String, Integer> axes = Rewriting.axes(given, axis);
                Map<String, ReferenceTensor> fewer = new LinkedHashMap<>(given.inputs());
                axes.forEach((role, own) -> fewer.computeIfPresent(
                        role, (name, tensor) -> reshaped(tensor, tensor.shape().without(own))));
                simpler.add(given.with(fewer));
            }
        }
        given.inputs().forEach((role, tensor) -> {
            if (tensor.shape().rank() > tensor.shape().trimmed().rank()) {
                simpler.add(given.with(role, reshaped(tensor, tensor.shape().trimmed())));
            }
        });
    }

    private static ReferenceTensor reshaped(ReferenceTensor tensor, Shape shape) {
        return ReferenceTensor.of(tensor.toArray(), shape.toArray());
    }
}

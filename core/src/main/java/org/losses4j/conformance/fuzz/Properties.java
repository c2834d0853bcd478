package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;
import org.losses4j.Checks;
import org.losses4j.Role;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/**
 * Checks algebraic properties that hold for all objectives: masked units may be left out, valid lengths are a mask of steps, the
 * order of examples does not matter, and weights of 1 change nothing.
 */
final class Properties {
    static final String SUBSET = "masked = left out";
    static final String LENGTHS = "valid lengths = mask";
    static final String ORDER = "order of examples";
    static final String ONES = "weights of 1";

    private final Oracle oracle;
    private final FuzzCase given;
    private final Expectation wanted;
    private final Tally tally;
    private final List<Part> parts;
    private final Shape first;

    Properties(Oracle oracle, FuzzCase given, Expectation wanted, Tally tally) {
        this.oracle = oracle;
        this.given = given;
        this.wanted = wanted;
        this.tally = tally;
        this.parts = Part.of(given.objective());
        this.first = parts.get(0).firstShape(given);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (reduces() && parts.stream().allMatch(part -> part.firstShape(given).equals(first))) {
            FuzzCase masked = lengthsAsMask();
            if (masked != null) {
                lengths(masked, findings);
                subset(masked, findings);
            }
            order(findings);
            ones(findings);
        }
        return findings;
    }

    private boolean reduces() {
        return parts.stream().noneMatch(part -> reduction(part) == BatchReduction.NONE);
    }

    private static BatchReduction reduction(Part part) {
        return part.objective().reduction().batch();
    }

    /** The case with a mask in place of valid lengths; null for a sum with lengths, whose terms may share masks or lengths. */
    private @Nullable FuzzCase lengthsAsMask() {
        if (parts.stream().allMatch(part -> part.lengths(given) == null)) {
            return given;
        }
        if (parts.size() > 1) {
            return null;
        }
        Part only = parts.get(0);
        Map<String, ReferenceTensor> masked = new LinkedHashMap<>(given.inputs());
        masked.remove(Role.VALID_LENGTHS);
        masked.put(Role.MASK, Objects.requireNonNull(only.mask(given)));
        return given.with(masked);
    }

    /** Steps from the valid length on are masked. */
    private void lengths(FuzzCase masked, List<Finding> findings) {
        Expectation same = masked == given ? null : expectation(masked);
        if (same != null) {
            wanted.numbers()
                    .keySet()
                    .forEach(name -> compare(LENGTHS, name, same.number(name), bounds(same, name), findings));
        }
    }

    /** Leaving out indices of an axis that are masked throughout keeps the value and all other gradients; theirs are 0. */
    private void subset(FuzzCase masked, List<Finding> findings) {
        for (int axis = 0; axis < first.rank(); axis++) {
            int[] kept = kept(masked, axis);
            if (kept.length == 0 || kept.length == first.extent(axis) || !separates(axis)) {
                continue;
            }
            FuzzCase smaller = Rewriting.take(masked, axis, kept);
            Map<String, Integer> axes = Rewriting.axes(masked, axis);
            Expectation without = expectation(smaller);
            if (without == null) {
                continue;
            }
            compare(
                    SUBSET,
                    Expectation.VALUE,
                    without.number(Expectation.VALUE),
                    bounds(without, Expectation.VALUE),
                    findings);
            for (String role : given.trained()) {
                Integer own = axes.get(role);
                Shape whole = given.input(role).shape();
                ReferenceTensor part = without.number(role);
                ReferenceTensor bound = without.bound(role);
                if (own != null) {
                    compare(
                            SUBSET,
                            role,
                            Slices.put(part, own, kept, whole, 0),
                            Slices.put(bound, own, kept, whole, 0).toArray(),
                            findings);
                }
            }
        }
    }

    /** Whether an axis numbers units in all parts, and no reduction divides by a count that includes masked ones. */
    private boolean separates(int axis) {
        return !(axis == 0 && refers())
                && parts.stream()
                        .allMatch(part -> part.classAxis(first) != axis
                                && reduction(part) != BatchReduction.EXAMPLE_MEAN
                                && (axis == 0
                                        || part.objective().loss().pointwise()
                                        || part.objective().loss().classAxis().isPresent()));
    }

    /** Whether there are references, which have the examples in the batch's order among them. */
    private boolean refers() {
        return parts.stream()
                .flatMap(part -> part.objective().roles().stream()
                        .filter(role -> role.extent() == Role.ShapeRule.FREE)
                        .map(part::name))
                .anyMatch(given.inputs()::containsKey);
    }

    /** The indices of an axis at which some part's mask keeps a unit; all indices if a part has no mask along the axis. */
    private int[] kept(FuzzCase masked, int axis) {
        boolean[] kept = new boolean[first.extent(axis)];
        for (Part part : parts) {
            String name = part.outer().get(Role.MASK);
            ReferenceTensor mask = masked.inputs().get(name);
            int own =
                    mask == null ? Part.NONE : part.axisOf(part.objective().role(Role.MASK), mask.shape(), first, axis);
            if (mask == null || own == Part.NONE) {
                return IntStream.range(0, kept.length).toArray();
            }
            for (int i = 0; i < kept.length; i++) {
                kept[i] |= Arrays.stream(Slices.take(mask, own, new int[] {i}).toArray())
                        .anyMatch(x -> x != 0);
            }
        }
        return IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
    }

    /** The examples in another order have the same value. */
    private void order(List<Finding> findings) {
        boolean batch = parts.stream().allMatch(part -> part.classAxis(first) != 0);
        if (!batch || first.rank() == 0 || first.extent(0) < 2 || refers()) {
            return;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, first.extent(0)).boxed().toList());
        Collections.shuffle(order, new Random(given.size()));
        Expectation shuffled = expectation(Rewriting.take(
                given, 0, order.stream().mapToInt(Integer::intValue).toArray()));
        if (shuffled != null) {
            compare(
                    ORDER,
                    Expectation.VALUE,
                    shuffled.number(Expectation.VALUE),
                    bounds(shuffled, Expectation.VALUE),
                    findings);
        }
    }

    private void ones(List<Finding> findings) {
        Map<String, ReferenceTensor> weighted = new LinkedHashMap<>(given.inputs());
        for (Part part : parts) {
            weighted.putIfAbsent(part.outer().get(Role.WEIGHTS), ReferenceTensor.scalar(1));
        }
        if (weighted.size() == given.inputs().size()) {
            return;
        }
        Expectation same = expectation(given.with(weighted));
        if (same != null) {
            wanted.numbers()
                    .keySet()
                    .forEach(name -> compare(ONES, name, same.number(name), bounds(same, name), findings));
        }
    }

    private static double[] bounds(Expectation expectation, String name) {
        return expectation.bound(name).toArray();
    }

    /** The expected results of a changed case; null if its inputs are refused, as those of a single class may be. */
    private @Nullable Expectation expectation(FuzzCase other) {
        try {
            Checks.check(other.objective(), other.given());
        } catch (IllegalArgumentException refused) {
            return null;
        }
        return Expectation.of(oracle.expected(other.objective(), other.inputs(), other.trained(), Precision.FLOAT64));
    }

    private void compare(
            String property, String name, ReferenceTensor other, double[] otherBounds, List<Finding> findings) {
        double[] got = wanted.number(name).toArray();
        double[] gotBounds = bounds(wanted, name);
        double[] right = other.toArray();
        int open = 0;
        for (int i = 0; i < right.length; i++) {
            double bound = gotBounds[i] + otherBounds[i];
            if (!(bound < Bounds.UNKNOWN)) {
                open++;
            } else if (!Expectation.close(got[i], right[i], bound)) {
                double[] bounds = otherBounds.clone();
                Arrays.setAll(bounds, k -> otherBounds[k] + gotBounds[k]);
                findings.add(new Finding(
                        given,
                        property + ": " + (name.equals(Expectation.VALUE) ? name : "the gradient by " + name),
                        "[" + i + "]",
                        Double.toString(got[i]),
                        right[i] + " ± " + bound,
                        wanted.with(name, other, bounds)));
                return;
            }
        }
        tally.add(property, right.length - open, open);
    }
}

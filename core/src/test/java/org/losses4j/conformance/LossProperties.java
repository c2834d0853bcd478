package org.losses4j.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** What holds for every loss, whatever it computes; each method throws an AssertionError where it does not. */
final class LossProperties {
    private static final int[] KEPT = {0, 1, 3, 4};
    private static final double[] MASK = {1, 1, 0, 1, 1, 0};
    private static final int[] PERMUTED = {3, 0, 5, 1, 4, 2};

    private final Execution execution;

    LossProperties(Execution execution) {
        this.execution = execution;
    }

    /** The gradient is that of central differences of the value, in which what the formula holds constant is constant. */
    void gradientIsThatOfDifferences(LossSample sample) {
        Execution.Outcome outcome = run(sample.objective(), sample.inputs(), sample.trainedRoles());
        HeldValue value = HeldValue.around(sample.objective(), sample.inputs());
        near("the value", outcome.value().item(), value.at(sample.inputs()), 1e-9);
        double step = 1e-6;
        for (String role : sample.trainedRoles()) {
            double[] gradient = outcome.gradients().get(role).toArray();
            for (int i = 0; i < gradient.length; i++) {
                double above = value.at(moved(sample, role, i, step));
                double below = value.at(moved(sample, role, i, -step));
                near(role + "[" + i + "]", gradient[i], (above - below) / (2 * step), 2e-7);
            }
        }
    }

    private static Map<String, ReferenceTensor> moved(LossSample sample, String role, int index, double step) {
        ReferenceTensor tensor = sample.inputs().get(role);
        double[] moved = tensor.toArray();
        moved[index] += step;
        return sample.with(role, ReferenceTensor.of(moved, tensor.shape().toArray()))
                .inputs();
    }

    /** Masked examples might as well not be there, even if they are full of NaN. */
    void maskedIsSubset(LossSample sample) {
        Map<String, ReferenceTensor> masked = new LinkedHashMap<>();
        sample.inputs().forEach((role, tensor) -> {
            double[] values = tensor.toArray();
            if (sample.perExample(role)) {
                int width = values.length / MASK.length;
                for (int i = 0; i < values.length; i++) {
                    values[i] = MASK[i / width] == 0 ? Double.NaN : values[i];
                }
            }
            masked.put(role, ReferenceTensor.of(values, tensor.shape().toArray()));
        });
        masked.put(Role.MASK, ReferenceTensor.vector(MASK));
        Execution.Outcome whole = run(sample.objective(), masked, sample.trainedRoles());
        Execution.Outcome subset = run(sample.objective(), sample.examples(KEPT).inputs(), sample.trainedRoles());
        near("the value", whole.value().item(), subset.value().item(), 1e-9);
        for (String role : sample.trainedRoles()) {
            Tensor gradient = whole.gradients().get(role);
            if (!sample.perExample(role)) {
                near("the gradient by " + role, gradient, subset.gradients().get(role));
                continue;
            }
            near(
                    "the gradient by " + role,
                    LossSample.rows(gradient, KEPT),
                    subset.gradients().get(role));
            Tensor ofMasked = LossSample.rows(gradient, 2, 5);
            near(
                    "the gradient by masked " + role,
                    ofMasked,
                    ofMasked.mul(0).equal(0).complement());
        }
    }

    /** Steps from the valid length on are masked, even if they are full of NaN. Losses without a second axis of units have none. */
    void validLengthsAreAMaskOfSteps(LossSample sample) {
        Shape first = sample.inputs().get(sample.loss().roles().get(0).name()).shape();
        Shape units = sample.loss().pointwise()
                ? first
                : sample.loss().classAxis().isPresent()
                        ? first.without(sample.loss().classAxis().getAsInt())
                        : Shape.of(LossSample.EXAMPLES);
        if (units.rank() < 2) {
            return;
        }
        int steps = units.extent(1);
        double[] lengths = {steps, 1, 0, 2, steps - 1, 1};
        double[] mask = new double[LossSample.EXAMPLES * steps];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % steps < lengths[i / steps] ? 1 : 0;
        }
        Map<String, ReferenceTensor> padded = new LinkedHashMap<>();
        sample.inputs().forEach((role, tensor) -> {
            double[] values = tensor.toArray();
            if (sample.perExample(role) && tensor.shape().startsWith(Shape.of(LossSample.EXAMPLES, steps))) {
                int width = values.length / mask.length;
                for (int i = 0; i < values.length; i++) {
                    values[i] = mask[i / width] == 0 ? Double.NaN : values[i];
                }
            }
            padded.put(role, ReferenceTensor.of(values, tensor.shape().toArray()));
        });
        Map<String, ReferenceTensor> masked = new LinkedHashMap<>(padded);
        padded.put(Role.VALID_LENGTHS, ReferenceTensor.vector(lengths));
        masked.put(Role.MASK, ReferenceTensor.of(mask, LossSample.EXAMPLES, steps));
        Execution.Outcome got = run(sample.objective(), padded, sample.trainedRoles());
        Execution.Outcome wanted = run(sample.objective(), masked, sample.trainedRoles());
        near("the value", got.value(), wanted.value());
        wanted.gradients()
                .forEach((role, gradient) ->
                        near("the gradient by " + role, got.gradients().get(role), gradient));
    }

    /** With everything masked the value is 0, and so is the gradient. */
    void allMaskedIsZero(LossSample sample) {
        Map<String, ReferenceTensor> masked = new LinkedHashMap<>(sample.inputs());
        masked.put(Role.MASK, ReferenceTensor.vector(new double[LossSample.EXAMPLES]));
        boolean overBatch = sample.overBatch();
        for (BatchReduction batch : List.of(BatchReduction.MEAN, BatchReduction.WEIGHTED_MEAN, BatchReduction.SUM)) {
            LossObjective objective = sample.objective().reduce(ExampleReduction.MEAN, batch);
            Execution.Outcome outcome = run(objective, masked, sample.trainedRoles());
            if (!overBatch) {
                near("the value by " + batch, outcome.value().item(), 0, 0);
            }
            outcome.gradients().forEach((role, gradient) -> {
                for (double g : gradient.toArray()) {
                    near("the gradient by " + role, g, 0, 0);
                }
            });
        }
    }

    /** The order of the examples does not matter. */
    void orderDoesNotMatter(LossSample sample) {
        Execution.Outcome plain = run(sample.objective(), sample.inputs(), sample.trainedRoles());
        Execution.Outcome permuted =
                run(sample.objective(), sample.examples(PERMUTED).inputs(), sample.trainedRoles());
        near("the value", permuted.value().item(), plain.value().item(), 1e-9);
        for (String role : sample.trainedRoles()) {
            Tensor gradient = plain.gradients().get(role);
            near(
                    "the gradient by " + role,
                    permuted.gradients().get(role),
                    sample.perExample(role) ? LossSample.rows(gradient, PERMUTED) : gradient);
        }
    }

    /** Means are sums divided by counts, and examples' shares are shares. */
    void reductionsAgree(LossSample sample) {
        LossObjective objective = sample.objective();
        double[] units = run(objective.reduce(Reduction.NONE), sample.inputs(), List.of())
                .value()
                .toArray();
        double sum = Arrays.stream(units).sum();
        near(
                "the sum",
                run(objective.reduce(Reduction.SUM), sample.inputs(), List.of())
                        .value()
                        .item(),
                sum,
                1e-9);
        near("the mean", run(objective, sample.inputs(), List.of()).value().item(), sum / units.length, 1e-9);
    }

    /** A weight of 2 for all doubles a mean and leaves a weighted mean; a weight of 0 for one is as good as none. */
    void weightsWeigh(LossSample sample) {
        boolean overBatch = sample.overBatch();
        LossObjective mean = sample.objective();
        LossObjective weighted = mean.reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN);
        Map<String, ReferenceTensor> twice = new LinkedHashMap<>(sample.inputs());
        twice.put(Role.WEIGHTS, ReferenceTensor.scalar(2));
        double plain = run(mean, sample.inputs(), List.of()).value().item();
        near("twice the mean", run(mean, twice, List.of()).value().item(), 2 * plain, 1e-9);
        double plainWeighted = run(weighted, sample.inputs(), List.of()).value().item();
        near("the weighted mean", run(weighted, twice, List.of()).value().item(), plainWeighted, 1e-9);
        if (!overBatch && !sample.loss().coupled()) {
            Map<String, ReferenceTensor> some = new LinkedHashMap<>(sample.inputs());
            some.put(Role.WEIGHTS, ReferenceTensor.vector(MASK));
            double subset = run(weighted, sample.examples(KEPT).inputs(), List.of())
                    .value()
                    .item();
            near(
                    "the weighted mean of some",
                    run(weighted, some, List.of()).value().item(),
                    subset,
                    1e-9);
        }
    }

    /** NaN in a network's output shows in the value. */
    void nanShows(LossSample sample) {
        String role = sample.trainedRoles().get(0);
        double[] values = sample.inputs().get(role).toArray();
        values[0] = Double.NaN;
        int[] extents = sample.inputs().get(role).shape().toArray();
        Map<String, ReferenceTensor> inputs =
                sample.with(role, ReferenceTensor.of(values, extents)).inputs();
        double value = run(sample.objective(), inputs, List.of()).value().item();
        if (!Double.isNaN(value)) {
            throw new AssertionError("NaN in " + role + " gives " + value);
        }
    }

    /** Huge logits, and vectors of length 0, have a finite value and a finite gradient. */
    void extremesAreFinite(LossSample sample) {
        List<String> roles = sample.trainedRoles();
        boolean logits = sample.loss().description().fromLogits();
        for (double scale : logits ? new double[] {0, 100, 1e4, 1e9} : new double[] {0}) {
            Map<String, ReferenceTensor> inputs = new LinkedHashMap<>(sample.inputs());
            for (String role : logits ? roles.subList(0, 1) : roles) {
                double least = sample.least(role);
                double[] values = Arrays.stream(inputs.get(role).toArray())
                        .map(x -> Math.max(least, x * scale))
                        .toArray();
                inputs.put(
                        role,
                        ReferenceTensor.of(values, inputs.get(role).shape().toArray()));
            }
            Execution.Outcome outcome = run(sample.objective(), inputs, roles);
            finite("the value at " + scale, outcome.value());
            outcome.gradients()
                    .forEach((role, gradient) -> finite("the gradient by " + role + " at " + scale, gradient));
        }
    }

    private Execution.Outcome run(
            LossObjective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        return execution.run(objective, inputs, gradients);
    }

    private static void finite(String what, Tensor tensor) {
        for (double x : tensor.toArray()) {
            if (!Double.isFinite(x)) {
                throw new AssertionError(what + " is " + x);
            }
        }
    }

    private static void near(String what, Tensor got, Tensor wanted) {
        double[] a = got.toArray();
        double[] b = wanted.toArray();
        for (int i = 0; i < b.length; i++) {
            near(what + "[" + i + "]", a[i], b[i], 1e-9);
        }
    }

    private static void near(String what, double got, double wanted, double tolerance) {
        if (!(Math.abs(got - wanted) <= tolerance * (1 + Math.abs(wanted)))) {
            throw new AssertionError(what + " is " + got + ", wanted " + wanted);
        }
    }
}

package org.losses4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.losses4j.graph.Program;

/**
 * A row of the contract: an operation and the operands it is tried on. Values and derived gradients must be those of
 * {@link ReferenceTensor}.
 */
public record Primitive(String name, Function<List<Tensor>, Tensor> operation, List<List<ReferenceTensor>> operands) {

    @Override
    public String toString() {
        return name;
    }

    /** Throws an AssertionError at the first difference. */
    void check(TensorFactory factory, double tolerance) {
        for (List<ReferenceTensor> references : operands) {
            List<Tensor> reference = List.copyOf(references);
            List<Tensor> tested = references.stream()
                    .map(x -> factory.create(x.toArray(), x.shape()))
                    .toList();
            String where = name + " of " + references;
            List<double[]> before = tested.stream().map(Tensor::toArray).toList();
            assertSame(where, operation.apply(tested), operation.apply(reference), tolerance);
            List<Tensor> expected = gradients(reference);
            List<Tensor> got = gradients(tested);
            for (int i = 0; i < expected.size(); i++) {
                assertSame("gradient " + i + " of " + where, got.get(i), expected.get(i), tolerance);
            }
            for (int i = 0; i < tested.size(); i++) {
                if (!Arrays.equals(before.get(i), tested.get(i).toArray())) {
                    throw new AssertionError(where + " changed its operand " + i);
                }
            }
        }
    }

    private List<Tensor> gradients(List<Tensor> inputs) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            named.put("x" + i, inputs.get(i));
            shapes.put("x" + i, inputs.get(i).shape());
        }
        Program program = Program.record(shapes, traced -> operation.apply(List.copyOf(traced.values())));
        List<Tensor> results =
                program.withGradient(new ArrayList<>(shapes.keySet())).evaluate(named);
        return results.subList(1, results.size());
    }

    static void assertSame(String where, Tensor got, Tensor wanted, double tolerance) {
        if (!got.shape().equals(wanted.shape())) {
            throw new AssertionError(where + ": the shape is " + got.shape() + ", wanted " + wanted.shape());
        }
        double[] a = got.toArray();
        double[] b = wanted.toArray();
        for (int i = 0; i < b.length; i++) {
            boolean same = Double.isNaN(b[i])
                    ? Double.isNaN(a[i])
                    : a[i] == b[i] || Math.abs(a[i] - b[i]) <= tolerance * (Math.abs(b[i]) + 1e-30);
            if (!same) {
                throw new AssertionError(where + ": element " + i + " is " + a[i] + ", wanted " + b[i]);
            }
        }
    }
}

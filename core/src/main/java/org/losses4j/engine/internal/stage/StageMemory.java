package org.losses4j.engine.internal.stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.losses4j.engine.memory.Elements;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;

/**
 * What the stages of one call store for later ones. It grows to what the largest of the calls that it serves in turn needs.
 *
 * @param <A> float[] or double[]
 */
public final class StageMemory<A> {
    private final Matrices<A> matrices;
    private final Map<HostCall, HostResult> hostResults = new HashMap<>();
    private final Deque<HostResult> freeResults = new ArrayDeque<>();
    private final Map<Integer, double[]> doubles = new HashMap<>();
    private A[] stored;
    private A[] lines;

    StageMemory(Matrices<A> matrices) {
        this.matrices = matrices;
        this.stored = matrices.arrays(0);
        this.lines = matrices.arrays(0);
    }

    private record HostCall(HostFunction function, List<Stored> operands) {}

    /** The memory of a tensor, for the stages of sweeps. */
    public Elements elements(Stored tensor) {
        return matrices.elements(of(tensor));
    }

    Matrices<A> matrices() {
        return matrices;
    }

    /** The array that holds a tensor; it may be longer. */
    A of(Stored tensor) {
        int number = tensor.number();
        stored = withPlace(stored, number);
        if (stored[number] == null
                || matrices.length(stored[number]) < tensor.shape().size()) {
            stored[number] = matrices.array(tensor.shape().size());
        }
        return stored[number];
    }

    /** The rows of a matrix in arrays of their own, which may be longer; valid until the next rows or columns are asked for. */
    A[] rows(Stored matrix) {
        int columns = matrix.shape().extent(1);
        A[] rows = lines(matrix.shape().extent(0), columns);
        A from = of(matrix);
        for (int i = 0; i < matrix.shape().extent(0); i++) {
            matrices.copyRow(from, i, columns, rows[i]);
        }
        return rows;
    }

    /** The columns of a matrix in arrays of their own, which may be longer; valid until the next rows or columns are asked for. */
    A[] columns(Stored matrix) {
        int rows = matrix.shape().extent(0);
        int count = matrix.shape().extent(1);
        A[] columns = lines(count, rows);
        A from = of(matrix);
        for (int k = 0; k < count; k++) {
            matrices.copyColumn(from, k, count, rows, columns[k]);
        }
        return columns;
    }

    /** The elements of a tensor as doubles, valid until they are asked for again. */
    double[] toDoubles(Stored tensor) {
        double[] values = doubles(tensor);
        elements(tensor).copyTo(values);
        return values;
    }

    /** An array of a double for each element of a tensor. */
    double[] doubles(Stored tensor) {
        return doubles.compute(
                tensor.number(),
                (number, before) ->
                        before != null && before.length == tensor.shape().size()
                                ? before
                                : new double[tensor.shape().size()]);
    }

    void put(Stored tensor, double[] values) {
        matrices.put(values, of(tensor));
    }

    HostResult hostResult(HostFunction function, List<Stored> operands, Consumer<HostResult> compute) {
        return hostResults.computeIfAbsent(new HostCall(function, operands), key -> {
            HostResult result = freeResults.isEmpty() ? new HostResult() : freeResults.pop();
            compute.accept(result);
            return result;
        });
    }

    /** Forgets the results of host functions, which belong to one call, and keeps their memory. */
    void endCall() {
        freeResults.addAll(hostResults.values());
        hostResults.clear();
    }

    private A[] lines(int count, int length) {
        lines = withPlace(lines, count - 1);
        for (int i = 0; i < count; i++) {
            if (lines[i] == null || matrices.length(lines[i]) < length) {
                lines[i] = matrices.array(length);
            }
        }
        return lines;
    }

    private A[] withPlace(A[] arrays, int number) {
        if (number < arrays.length) {
            return arrays;
        }
        A[] longer = matrices.arrays(number + 1);
        System.arraycopy(arrays, 0, longer, 0, arrays.length);
        return longer;
    }
}

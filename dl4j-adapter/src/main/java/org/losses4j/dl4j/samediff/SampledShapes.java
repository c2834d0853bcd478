package org.losses4j.dl4j.samediff;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The shapes of a loss's inputs at several batch sizes, or at the one size that they are made for.
 *
 * @param samples the shapes by role, for each size
 */
record SampledShapes(List<Map<String, Shape>> samples) {

    /** An axis of an input, and its extent in each sample. */
    private record OpenAxis(String role, int axis, double[] extents) {}

    /** The shapes of an input, for each size. */
    List<Shape> shapes(String role) {
        return samples.stream()
                .map(sample -> Objects.requireNonNull(sample.get(role), role))
                .toList();
    }

    /** The sizes of the batch in the samples; of one sample, any number. */
    double[] sizes() {
        OpenAxis open = openAxis();
        return open == null ? new double[1] : open.extents();
    }

    /** The batch size of a graph with these inputs. */
    BatchSize batch(SameDiff sd, Map<String, SDVariable> inputs) {
        OpenAxis open = openAxis();
        return new BatchSize(
                sd, sizes(), open == null ? null : inputs.get(open.role()), open == null ? 0 : open.axis());
    }

    /** The axis that the batch size is read from: of those that grow with it, the shortest; null if all extents are fixed. */
    private @Nullable OpenAxis openAxis() {
        OpenAxis shortest = null;
        for (Map.Entry<String, Shape> input : samples.get(0).entrySet()) {
            for (int axis = 0; axis < input.getValue().rank(); axis++) {
                OpenAxis found = new OpenAxis(input.getKey(), axis, extents(input.getKey(), axis));
                boolean grows = found.extents()[0] < found.extents()[found.extents().length - 1];
                if (grows && (shortest == null || found.extents()[0] < shortest.extents()[0])) {
                    shortest = found;
                }
            }
        }
        return shortest;
    }

    private double[] extents(String role, int axis) {
        return shapes(role).stream().mapToDouble(shape -> shape.extent(axis)).toArray();
    }
}

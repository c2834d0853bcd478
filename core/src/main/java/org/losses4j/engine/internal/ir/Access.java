package org.losses4j.engine.internal.ir;

import java.util.List;
import org.losses4j.engine.memory.Layout;

/**
 * A tensor in memory, and the label that each of its axes runs along.
 *
 * @param memory the tensor
 * @param labels the label of each axis, −1 for an axis of extent 1
 */
public record Access(Memory memory, List<Integer> labels) {

    /** The labels as a set. */
    public long labelSet() {
        long set = 0;
        for (int label : labels) {
            set |= label < 0 ? 0 : 1L << label;
        }
        return set;
    }

    /** The distance of neighbours along {@code label}, in elements; 0 if the tensor has no such axis. */
    public int stride(int label, Layout layout) {
        int axis = labels.indexOf(label);
        return axis < 0 ? 0 : layout.strides().get(axis);
    }

    /** Names one tensor of a program. */
    public sealed interface Memory {

        /** The input of a role. */
        record Input(String role) implements Memory {
            @Override
            public String toString() {
                return role;
            }
        }

        /** An array of numbers in the formula itself, by its position in {@link Formula#literals}. */
        record Literal(int number) implements Memory {
            @Override
            public String toString() {
                return "literal" + number;
            }
        }

        /** An output of the graph, by its position. */
        record Output(int number) implements Memory {
            @Override
            public String toString() {
                return "output" + number;
            }
        }
    }

    @Override
    public String toString() {
        return memory + LabelSet.letters(labels);
    }
}

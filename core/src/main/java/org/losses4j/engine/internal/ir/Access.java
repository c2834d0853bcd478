package org.losses4j.engine.internal.ir;

import java.util.List;
import org.losses4j.engine.memory.Layout;

/**
 * A tensor in memory, and the label that each of its axes runs along.
 *
 * @param memory which tensor
 * @param labels for each axis, −1 where its extent is 1
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

    /** The distance of neighbours along {@code label}; 0 if nothing changes along it. */
    public int stride(int label, Layout layout) {
        int axis = labels.indexOf(label);
        return axis < 0 ? 0 : layout.strides().get(axis);
    }

    /** Which tensor of a program. */
    public sealed interface Memory {

        /** The tensor of a role. */
        record Input(String role) implements Memory {
            @Override
            public String toString() {
                return role;
            }
        }

        /** Numbers that belong to the formula. */
        record Literal(int number) implements Memory {
            @Override
            public String toString() {
                return "literal" + number;
            }
        }

        /** A result. */
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

package org.losses4j.engine.internal.codegen;

import java.util.ArrayList;
import java.util.List;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;

/**
 * Numbers the strides and lengths that a kernel is given when it runs: the distance of rows and that of neighbours along the
 * walked axes for each slot, then the length of each group of axes, and at last the number of rows in a group.
 */
public final class KernelSizes {
    private KernelSizes() {}

    /** The sizes of a sweep's kernel. */
    public static int[] of(SweepPlan plan) {
        MemoryPlan memory = plan.memoryPlan();
        int[] sizes = new int[rowsPerGroup(plan) + 1];
        int number = 0;
        for (Slot slot : memory.slots()) {
            sizes[number++] = slot.kernelRow();
            sizes[number++] = slot.kernelAxis();
        }
        for (long group : groups(plan)) {
            sizes[number++] = memory.length(group);
        }
        sizes[number] = memory.rowsPerGroup();
        return sizes;
    }

    /** The number of the distance of a slot's rows. */
    public static int row(int slot) {
        return 2 * slot;
    }

    /** The number of the distance of a slot's neighbours along the walked axes. */
    public static int axis(int slot) {
        return 2 * slot + 1;
    }

    /** The number of the length of a group of axes. */
    public static int length(SweepPlan plan, long group) {
        return 2 * plan.memoryPlan().slots().size() + groups(plan).indexOf(group);
    }

    /** The number of the rows that a kernel takes together at most. */
    public static int rowsPerGroup(SweepPlan plan) {
        return 2 * plan.memoryPlan().slots().size() + groups(plan).size();
    }

    /** The groups of axes that the sweep's walks run along. */
    public static List<Long> groups(SweepPlan plan) {
        List<Long> groups = new ArrayList<>();
        for (RowWalks.Walk walk : plan.rowWalks().walks()) {
            if (!groups.contains(walk.group())) {
                groups.add(walk.group());
            }
        }
        return groups;
    }

    /** Whether a stride is the same for all extents: 0 where nothing changes, 1 between neighbours, any within a buffer. */
    public static boolean isWritten(Slot slot, int stride) {
        return slot.access() == null || stride == 0 || stride == 1;
    }

    /** Whether vectors run along a group of axes that is shorter than one of them. */
    public static boolean isBelowAVector(MemoryPlan memory, long group) {
        return !memory.acrossRows() && memory.length(group) < memory.lanes();
    }

    /** The parts of a sum along a walk, of which an accumulator takes one number in so many. */
    static int sumParts(MemoryPlan memory, Precision precision, RowWalks.Walk walk, int accumulators) {
        return Compensation.parts((memory.length(walk.group()) + accumulators - 1) / accumulators, precision);
    }

    /** The parts of a sum over the rows of a block, of which each lane takes its own. */
    static int sumParts(MemoryPlan memory, Precision precision) {
        return Compensation.parts(memory.block() / memory.lanes(), precision);
    }
}

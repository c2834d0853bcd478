package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.Dimensions.Dimension;
import org.losses4j.engine.memory.Layout;

/**
 * Eighth pass: decides the order in which a sweep visits memory. Vectors run along the axes within a row if those are contiguous
 * and long enough, else across neighbouring rows; a tensor that is not contiguous in that direction is copied, a tile at a time.
 */
public final class MemoryPlan {
    /** The key of a buffer that belongs to no tensor: a vector that is written and never read, then vectors of numbers that loops read again. */
    public static final Object FENCE = "fence";

    private static final int ELEMENTS_PER_BLOCK = 4096;
    private static final int ELEMENTS_PER_TILE = 16384;
    private static final int FEWEST_ROWS = 64;

    private final RowLabels rows;
    private final Function<Access.Memory, Layout> layouts;
    private final int lanes;
    private final List<Access> accesses;
    private final Set<Access> targets = new LinkedHashSet<>();
    private final Map<Object, Integer> numbers = new LinkedHashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final int[] outerExtents;
    private final Dimension row;
    private final boolean acrossRows;
    private final int longest;
    private final int block;

    /** A plan for one sweep. */
    MemoryPlan(RowLabels rows, Sweep sweep, RowWalks rowWalks, Function<Access.Memory, Layout> layouts, int lanes) {
        this.rows = rows;
        this.layouts = layouts;
        this.lanes = lanes;
        this.accesses = accesses(sweep);
        List<Dimension> dimensions = Dimensions.merged(LabelSet.list(sweep.rows()).stream()
                .map(label -> new Dimension(extent(label), strides(label)))
                .toList());
        long walked = rowWalks.walks().stream().mapToLong(RowWalks.Walk::group).reduce(0, (a, b) -> a | b);
        Dimension contiguous = dimensions.stream()
                .max(Comparator.comparingLong(MemoryPlan::contiguous).thenComparing(Dimension::extent))
                .orElseGet(() -> new Dimension(1, new int[accesses.size()]));
        this.longest = rowWalks.walks().stream()
                .mapToInt(walk -> length(walk.group()))
                .max()
                .orElse(1);
        boolean shortAxes = longest < 2 * lanes && contiguous.extent() >= lanes && lanes > 1;
        this.acrossRows = walked == 0 || shortAxes || contiguous(contiguous) > contiguousAlongAxes();
        this.row = acrossRows
                ? contiguous
                : dimensions.stream()
                        .max(Comparator.comparingInt(Dimension::extent))
                        .orElse(contiguous);
        List<Dimension> outer =
                dimensions.stream().filter(dimension -> dimension != row).toList();
        this.outerExtents = outer.stream().mapToInt(Dimension::extent).toArray();
        this.block = chosenBlock();
        for (int i = 0; i < accesses.size(); i++) {
            int index = i;
            numbers.put(accesses.get(i), slots.size());
            slots.add(slot(i, outer.stream().mapToInt(x -> x.strides()[index]).toArray()));
        }
        for (Term kept : rowWalks.kept()) {
            numbers.put(kept, slots.size());
            int length = length(rows.group(kept.labels()));
            slots.add(Slot.buffer(outerExtents.length, acrossRows ? lanes : 1, length));
        }
        numbers.put(FENCE, slots.size());
        slots.add(Slot.buffer(
                outerExtents.length, 1, lanes * (1 + rows.formula().reachable().size())));
    }

    /** The number of elements that are computed at a time: lanes of a vector, or 1. */
    int lanes() {
        return lanes;
    }

    /** Whether a vector holds elements of neighbouring rows; if not, it holds neighbours along an axis within one row. */
    public boolean acrossRows() {
        return acrossRows;
    }

    /** The extents of the dimensions that the runner loops over, outside the kernel. */
    public int[] outerExtents() {
        return outerExtents;
    }

    /** The number of rows along the one dimension that the kernel itself loops over. */
    public int rowExtent() {
        return row.extent();
    }

    /** The largest number of rows in one call of the kernel. */
    public int block() {
        return block;
    }

    public List<Slot> slots() {
        return slots;
    }

    /** The number of the slot of a tensor ({@link Access}), of a term that is kept ({@link Term}), or of {@link #FENCE}. */
    public int number(Object accessOrTerm) {
        Integer number = numbers.get(accessOrTerm);
        if (number == null) {
            throw new IllegalStateException("There is no slot for " + accessOrTerm);
        }
        return number;
    }

    /** The number of elements of a walk along {@code group}. */
    public int length(long group) {
        return LabelSet.size(group, rows.formula().extents());
    }

    private List<Access> accesses(Sweep sweep) {
        Set<Access> found = new LinkedHashSet<>();
        for (Term term : RowWalks.needed(rows, sweep.roots())) {
            term.read().ifPresent(found::add);
        }
        sweep.stores().forEach(store -> targets.add(store.target()));
        found.addAll(targets);
        return List.copyOf(found);
    }

    private int extent(int label) {
        return rows.formula().extents()[label];
    }

    private Layout layout(Access access) {
        return layouts.apply(access.memory());
    }

    private int[] strides(int label) {
        return accesses.stream()
                .mapToInt(access -> access.stride(label, layout(access)))
                .toArray();
    }

    private static long contiguous(Dimension dimension) {
        return IntStream.of(dimension.strides()).filter(stride -> stride == 1).count();
    }

    /** The number of tensors that lie contiguous along their rows' axes. */
    private long contiguousAlongAxes() {
        return accesses.stream()
                .filter(access -> (access.labelSet() & rows.axes()) != 0 && access.labelSet() != rows.axes())
                .filter(access -> Places.isRun(places(access)))
                .count();
    }

    private int chosenBlock() {
        if (!acrossRows || longest == 1) {
            return Math.max(1, ELEMENTS_PER_BLOCK / longest);
        }
        return Math.max(FEWEST_ROWS, ELEMENTS_PER_TILE / longest / FEWEST_ROWS * FEWEST_ROWS);
    }

    private Slot slot(int index, int[] outer) {
        Access access = accesses.get(index);
        boolean target = targets.contains(access);
        int stride = row.strides()[index];
        Places along = places(access);
        if (!isPacked(access, target, stride, along)) {
            int axis = along == null ? 0 : along.step();
            boolean bytes = layout(access).storage() == Layout.Storage.BYTES;
            return new Slot(access, target, outer, stride, null, false, bytes, false, stride, axis, 0);
        }
        int length = along == null ? 1 : along.length();
        int held = stride == 0 ? 1 : Math.min(block, row.extent());
        int kernelRow = stride == 0 ? 0 : acrossRows || along == null ? 1 : length;
        int kernelAxis = along == null ? 0 : acrossRows ? held : 1;
        int tile = Math.multiplyExact(length, held);
        return new Slot(
                access,
                target,
                outer,
                stride,
                along == null ? null : along.toArray(),
                Places.isRun(along),
                false,
                true,
                kernelRow,
                kernelAxis,
                tile);
    }

    private boolean isPacked(Access access, boolean target, int stride, @Nullable Places along) {
        if (!isReached(layout(access).storage()) || (along != null && !along.isRegular())) {
            return true;
        }
        if (lanes == 1) {
            return false;
        }
        if (acrossRows) {
            return row.extent() > 1 && (target ? stride != 1 : stride > 1);
        }
        return along != null && !Places.isRun(along);
    }

    /** Whether kernels read and write this kind of memory in place, without a tile. */
    private boolean isReached(Layout.Storage storage) {
        return switch (storage) {
            case ARRAY -> true;
            case BUFFER -> false;
            case BYTES -> lanes > 1 && ByteAccess.here().isPresent();
        };
    }

    /** The places of a tensor along the axes of its group; null if there are none. */
    private @Nullable Places places(Access access) {
        long group = rows.group(access.labelSet() & rows.axes());
        if (group == 0) {
            return null;
        }
        List<Integer> labels = innermostFirst(group);
        int[] extents = new int[labels.size()];
        int[] strides = new int[labels.size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = extent(labels.get(i));
            strides[i] = access.stride(labels.get(i), layout(access));
        }
        return new Places(extents, strides);
    }

    /** The axes of a group, sorted by the strides of the first tensor that has all of them, smallest first. */
    private List<Integer> innermostFirst(long group) {
        List<Integer> labels = new ArrayList<>(LabelSet.list(group));
        java.util.Collections.reverse(labels);
        accesses.stream()
                .filter(access -> LabelSet.within(group, access.labelSet()))
                .findFirst()
                .ifPresent(
                        access -> labels.sort(Comparator.comparingInt(label -> access.stride(label, layout(access)))));
        return labels;
    }
}

package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    /**
     * The key of a buffer that belongs to no tensor: a vector that is written and never read, two that are taken apart, then vectors
     * of numbers that loops read again.
     */
    public static final Object FENCE = "fence";

    /** The number of the buffer's vectors in front of those that loops read again. */
    public static final int FIRST_SHARED = 3;

    /** As many float32 additions in a lane are not compensated, which takes longer than shorter blocks do. */
    public static final int ADDITIONS_PER_LANE = 256;

    private static final int ELEMENTS_PER_BLOCK = 4096;
    /** So many elements, of all the tensors of a loss, stay in a processor's second cache from one walk to the next. */
    private static final int ELEMENTS_PER_GROUP = 8192;

    /** Vectors of fewer lanes do not pay for blocks that are as short. */
    private static final int LANES_PER_BLOCK = 8;

    private static final int ELEMENTS_PER_TILE = 16384;
    private static final int FEWEST_ROWS = 64;
    /** Rows of fewer elements are computed sooner by vectors across rows, however short these are. */
    private static final int FEWEST_ALONG = 12;

    private final RowLabels rows;
    private final int lanes;
    private final Needs needs;
    private final List<Layout> layouts = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final int[] outerExtents;
    private final Dimension row;
    private final boolean acrossRows;
    private final int longest;
    private final int block;

    /**
     * What a sweep needs of memory, whatever its extents.
     *
     * @param accesses the tensors that it reads and writes
     * @param written for each, whether it is written
     * @param numbers the slots of tensors, of terms that are kept and of {@link #FENCE}, in this order
     * @param terms the number of terms that may have to be passed on
     */
    private record Needs(List<Access> accesses, List<Boolean> written, Map<Object, Integer> numbers, int terms) {}

    /** A plan for one sweep. */
    static MemoryPlan of(
            RowLabels rows, Sweep sweep, RowWalks rowWalks, Function<Access.Memory, Layout> layouts, int lanes) {
        return new MemoryPlan(rows, sweep, rowWalks, needs(rows, sweep, rowWalks), layouts, lanes);
    }

    /** The plan for the same sweep of a formula with other extents. */
    MemoryPlan with(
            RowLabels others, Sweep sweep, RowWalks rowWalks, Function<Access.Memory, Layout> layouts, int width) {
        return new MemoryPlan(others, sweep, rowWalks, needs, layouts, width);
    }

    // Loops, not streams: it is made for each new shape, and mostly while the JVM interprets it.
    private MemoryPlan(
            RowLabels rows,
            Sweep sweep,
            RowWalks rowWalks,
            Needs needs,
            Function<Access.Memory, Layout> layouts,
            int lanes) {
        this.rows = rows;
        this.lanes = lanes;
        this.needs = needs;
        for (Access access : needs.accesses()) {
            this.layouts.add(layouts.apply(access.memory()));
        }
        List<Dimension> labels = new ArrayList<>();
        for (int label : LabelSet.list(sweep.rows())) {
            labels.add(new Dimension(extent(label), strides(label)));
        }
        List<Dimension> dimensions = Dimensions.merged(labels);
        long walked = 0;
        int most = 1;
        for (RowWalks.Walk walk : rowWalks.walks()) {
            walked |= walk.group();
            most = Math.max(most, length(walk.group()));
        }
        this.longest = most;
        Dimension contiguous = mostContiguous(dimensions);
        boolean shortAxes = longest < Math.max(lanes, FEWEST_ALONG) && contiguous.extent() >= lanes && lanes > 1;
        this.acrossRows = walked == 0 || shortAxes || contiguous(contiguous) > contiguousAlongAxes();
        this.row = acrossRows ? contiguous : longest(dimensions, contiguous);
        List<Dimension> outer = new ArrayList<>(dimensions);
        outer.remove(row);
        this.outerExtents = new int[outer.size()];
        for (int i = 0; i < outerExtents.length; i++) {
            outerExtents[i] = outer.get(i).extent();
        }
        this.block = chosenBlock();
        for (int i = 0; i < needs.accesses().size(); i++) {
            slots.add(slot(i, strides(outer, i)));
        }
        for (Term kept : rowWalks.kept()) {
            int length = length(rows.group(kept.labels()));
            slots.add(
                    acrossRows
                            ? Slot.buffer(outerExtents.length, lanes, length)
                            : Slot.buffer(outerExtents.length, 1, length * rowsPerGroup()));
        }
        slots.add(Slot.buffer(outerExtents.length, 1, lanes * (FIRST_SHARED + needs.terms())));
    }

    /** The dimension along which most tensors are contiguous, of several the longest. */
    private Dimension mostContiguous(List<Dimension> dimensions) {
        Dimension best = dimensions.isEmpty() ? new Dimension(1, new int[layouts.size()]) : dimensions.get(0);
        for (Dimension dimension : dimensions) {
            int more = contiguous(dimension) - contiguous(best);
            if (more > 0 || (more == 0 && dimension.extent() > best.extent())) {
                best = dimension;
            }
        }
        return best;
    }

    private static Dimension longest(List<Dimension> dimensions, Dimension none) {
        Dimension best = dimensions.isEmpty() ? none : dimensions.get(0);
        for (Dimension dimension : dimensions) {
            if (dimension.extent() > best.extent()) {
                best = dimension;
            }
        }
        return best;
    }

    private static int[] strides(List<Dimension> dimensions, int access) {
        int[] strides = new int[dimensions.size()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = dimensions.get(i).strides()[access];
        }
        return strides;
    }

    /** The number of elements that are computed at a time: lanes of a vector, or 1. */
    public int lanes() {
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

    /**
     * The largest number of rows that a vector kernel takes together: each walk goes through all of them, before what is computed
     * once for a row is computed for all of them at once, a row in each lane.
     */
    public int rowsPerGroup() {
        return Math.min(lanes, block);
    }

    public List<Slot> slots() {
        return slots;
    }

    /** The number of the slot of a tensor ({@link Access}), of a term that is kept ({@link Term}), or of {@link #FENCE}. */
    public int number(Object accessOrTerm) {
        Integer number = needs.numbers().get(accessOrTerm);
        if (number == null) {
            throw new IllegalStateException("There is no slot for " + accessOrTerm);
        }
        return number;
    }

    /** The number of elements of a walk along {@code group}. */
    public int length(long group) {
        return rows.length(group);
    }

    private static Needs needs(RowLabels rows, Sweep sweep, RowWalks rowWalks) {
        Set<Access> found = new LinkedHashSet<>();
        for (Term term : RowWalks.needed(rows, sweep.roots())) {
            term.read().ifPresent(found::add);
        }
        Set<Access> targets = new LinkedHashSet<>();
        sweep.stores().forEach(store -> targets.add(store.target()));
        found.addAll(targets);
        Map<Object, Integer> numbers = new HashMap<>();
        found.forEach(access -> numbers.put(access, numbers.size()));
        rowWalks.kept().forEach(term -> numbers.put(term, numbers.size()));
        numbers.put(FENCE, numbers.size());
        return new Needs(
                List.copyOf(found),
                found.stream().map(targets::contains).toList(),
                numbers,
                rows.formula().reachable().size());
    }

    private int extent(int label) {
        return rows.formula().extents()[label];
    }

    private int[] strides(int label) {
        int[] strides = new int[layouts.size()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = needs.accesses().get(i).stride(label, layouts.get(i));
        }
        return strides;
    }

    private static int contiguous(Dimension dimension) {
        int contiguous = 0;
        for (int stride : dimension.strides()) {
            contiguous += stride == 1 ? 1 : 0;
        }
        return contiguous;
    }

    /** The number of tensors that lie contiguous along their rows' axes. */
    private int contiguousAlongAxes() {
        int contiguous = 0;
        for (int i = 0; i < layouts.size(); i++) {
            long labels = needs.accesses().get(i).labelSet();
            boolean more = (labels & rows.axes()) != 0 && labels != rows.axes();
            contiguous += more && Places.isRun(places(i)) ? 1 : 0;
        }
        return contiguous;
    }

    private int chosenBlock() {
        if (longest == 1) {
            return Math.min(ELEMENTS_PER_BLOCK, ADDITIONS_PER_LANE * Math.max(LANES_PER_BLOCK, lanes));
        }
        if (!acrossRows) {
            return Math.max(1, ELEMENTS_PER_GROUP / longest);
        }
        return Math.max(FEWEST_ROWS, ELEMENTS_PER_TILE / longest / FEWEST_ROWS * FEWEST_ROWS);
    }

    private Slot slot(int index, int[] outer) {
        Access access = needs.accesses().get(index);
        boolean target = needs.written().get(index);
        int stride = row.strides()[index];
        Places along = places(index);
        Layout.Storage storage = layouts.get(index).storage();
        if (!isPacked(storage, target, stride, along)) {
            int axis = along == null ? 0 : along.step();
            boolean bytes = storage == Layout.Storage.BYTES;
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

    private boolean isPacked(Layout.Storage storage, boolean target, int stride, @Nullable Places along) {
        if (!isReached(storage) || (along != null && !along.isRegular())) {
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
    private @Nullable Places places(int number) {
        Access access = needs.accesses().get(number);
        long group = rows.group(access.labelSet() & rows.axes());
        if (group == 0) {
            return null;
        }
        List<Integer> labels = innermostFirst(group);
        int[] extents = new int[labels.size()];
        int[] strides = new int[labels.size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = extent(labels.get(i));
            strides[i] = access.stride(labels.get(i), layouts.get(number));
        }
        return new Places(extents, strides);
    }

    /** The axes of a group, sorted by the strides of the first tensor that has all of them, smallest first. */
    private List<Integer> innermostFirst(long group) {
        List<Integer> labels = new ArrayList<>(LabelSet.list(group));
        Collections.reverse(labels);
        for (int i = 0; i < layouts.size(); i++) {
            Access access = needs.accesses().get(i);
            if (LabelSet.within(group, access.labelSet())) {
                Layout layout = layouts.get(i);
                labels.sort(Comparator.comparingInt(label -> access.stride(label, layout)));
                break;
            }
        }
        return labels;
    }
}

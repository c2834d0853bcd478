package org.losses4j.tensor;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The extents of a tensor's axes, outermost first; immutable. A scalar has none. */
public final class Shape implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Shape SCALAR = new Shape(new int[0]);
    private static final int GONE = -1;

    private final int[] extents;

    private Shape(int[] extents) {
        this.extents = extents;
    }

    /**
     * A shape of the given extents.
     *
     * @throws IllegalArgumentException if an extent is negative
     */
    public static Shape of(int... extents) {
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException(
                        "A shape cannot have a negative extent: " + Arrays.toString(extents));
            }
        }
        return new Shape(extents.clone());
    }

    /** The shape of a single number. */
    public static Shape scalar() {
        return SCALAR;
    }

    public int rank() {
        return extents.length;
    }

    /** The extent of {@code axis}; a negative axis counts from the end. */
    public int extent(int axis) {
        return extents[axis(axis)];
    }

    /** The number of elements. */
    public int size() {
        int size = 1;
        for (int extent : extents) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }

    public int[] toArray() {
        return extents.clone();
    }

    /**
     * {@code axis} counted from the front.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        int counted = axis < 0 ? axis + rank() : axis;
        if (counted < 0 || counted >= rank()) {
            throw new IllegalArgumentException("There is no axis " + axis + " in the shape " + this);
        }
        return counted;
    }

    /** This shape without {@code axis}. */
    public Shape without(int axis) {
        return reduced(new int[] {axis}, false);
    }

    /** This shape with {@code axis} changed to {@code extent}. */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis(axis)] = extent;
        return of(changed);
    }

    /** This shape with a new axis of the given extent in front of {@code axis}; at {@code axis} = rank it is appended. */
    public Shape inserted(int axis, int extent) {
        int[] longer = new int[rank() + 1];
        System.arraycopy(extents, 0, longer, 0, axis);
        longer[axis] = extent;
        System.arraycopy(extents, axis, longer, axis + 1, rank() - axis);
        return of(longer);
    }

    /** The shape of the first {@code axes} axes. */
    public Shape leading(int axes) {
        return new Shape(Arrays.copyOf(extents, axes));
    }

    /** The shape of the last {@code axes} axes. */
    public Shape trailing(int axes) {
        return new Shape(Arrays.copyOfRange(extents, rank() - axes, rank()));
    }

    /** Whether the leading axes of this shape are those of {@code other}. */
    public boolean startsWith(Shape other) {
        return other.rank() <= rank() && leading(other.rank()).equals(other);
    }

    /** This shape followed by axes of extent 1 up to {@code rank}, which aligns it with the leading axes. */
    public Shape alignedLeft(int rank) {
        int[] longer = Arrays.copyOf(extents, rank);
        Arrays.fill(longer, rank(), rank, 1);
        return new Shape(longer);
    }

    /** This shape without its trailing axes of extent 1. */
    public Shape trimmed() {
        int rank = rank();
        while (rank > 0 && extents[rank - 1] == 1) {
            rank--;
        }
        return leading(rank);
    }

    /** This shape after a reduction over {@code axes}: they have extent 1 if {@code keepDims}, else they are left out. */
    public Shape reduced(int[] axes, boolean keepDims) {
        int[] left = extents.clone();
        for (int axis : axes) {
            left[axis(axis)] = GONE;
        }
        int rank = 0;
        for (int extent : left) {
            if (extent != GONE || keepDims) {
                left[rank] = extent == GONE ? 1 : extent;
                rank++;
            }
        }
        return new Shape(Arrays.copyOf(left, rank));
    }

    /** Whether a tensor of this shape broadcasts to {@code target} by NumPy's rules. */
    public boolean broadcastsTo(Shape target) {
        int shift = target.rank() - rank();
        boolean fits = shift >= 0;
        for (int i = 0; fits && i < rank(); i++) {
            fits = extents[i] == 1 || extents[i] == target.extents[i + shift];
        }
        return fits;
    }

    /**
     * The shape that {@code a} and {@code b} broadcast to by NumPy's rules.
     *
     * @throws IllegalArgumentException if they do not
     */
    public static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] extents = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.extents[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.extents[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException("The shapes " + a + " and " + b + " do not broadcast");
            }
            extents[rank - i] = x == 1 ? y : x;
        }
        return new Shape(extents);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}

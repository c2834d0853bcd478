package org.losses4j.engine;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.Kind.Fold;
import org.losses4j.graph.UnaryOp;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Last pass: writes the loops of one nest. Where vectors run along an axis, rows are taken one at a time and what is left of
 * an axis an element at a time; where they run across rows, one kernel takes rows by the vector and another the rest.
 */
final class KernelWriter {
    private static final int ARRAYS = 1;
    private static final int OFFSETS = 2;
    private static final int UNIFORMS = 3;
    private static final int TOTALS = 4;
    private static final int FROM = 5;
    private static final int TO = 6;
    private static final int PARAMETERS = 7;

    private final Rows rows;
    private final Nest nest;
    private final Stages stages;
    private final Geometry geometry;
    private final List<Term> uniforms;
    private final Body body;
    private final MethodVisitor to;
    private final Code scalar;
    private final Code rowCode;
    private final Code axisCode;
    private final int[] arrays;
    private final SlotCode memory;
    private final int[] offsets;
    private final Map<Term, IntSupplier> uniformVariables = new HashMap<>();
    private final Map<Term, Integer> totals = new LinkedHashMap<>();
    private final Map<Term, Reducer> vectorTotals = new LinkedHashMap<>();
    private final Lanes lanes;
    private final Indexed indexed;
    private final int lane;
    private final Pool pool;
    private final boolean isLong;
    private final Form form;
    private final int width;
    private final Map<Term, Integer> spreadPlaces = new HashMap<>();

    /**
     * A kernel to be written.
     *
     * @param width how many lanes vectors have, be they across rows or along the axis, as the geometry says
     */
    KernelWriter(NestPlan plan, MethodVisitor to, Precision precision, int width, Form form) {
        this.form = form;
        this.width = width;
        this.rows = plan.rows();
        this.nest = plan.nest();
        this.stages = plan.stages();
        this.geometry = plan.geometry();
        this.uniforms = plan.uniforms();
        this.to = to;
        this.body = new Body(to, PARAMETERS);
        this.scalar = new ScalarCode(body, precision);
        this.pool = new Pool(body, precision, width, body.local(1));
        List<Term> needed = Stages.needed(rows, nest.roots());
        this.isLong = stages.walks().isEmpty()
                ? !fitsRegisters(needed)
                : needed.stream().anyMatch(Stages::isExpensive);
        Code vector = form.code(body, precision, width, scalar, isLong ? pool : null);
        this.rowCode = geometry.acrossRows() ? vector : scalar;
        this.axisCode = vector;
        this.lanes = new Lanes(body, scalar, width);
        this.arrays = new int[geometry.slots().size()];
        this.memory = new SlotCode(geometry.slots(), arrays, InPlace.here().orElse(InPlace.BYTE_BUFFER));
        this.offsets = new int[geometry.slots().size()];
        this.indexed = new Indexed(body, scalar, rowCode, lanes, memory, geometry.slots(), offsets);
        this.lane = body.local(1);
    }

    /** Writes the whole method. */
    void write() {
        prologue();
        int row = from();
        body.loop(row, () -> body.load(TO), rowCode.lanes(), this::row);
        epilogue();
        to.visitInsn(RETURN);
    }

    /** The array of constants that the kernel wants. */
    Object pool() {
        return pool.numbers();
    }

    private int from() {
        body.load(FROM);
        return body.integerFromStack();
    }

    private void prologue() {
        String array = scalar.precision() == Precision.FLOAT64 ? "[D" : "[F";
        pool.load(array);
        for (int i = 0; i < arrays.length; i++) {
            to.visitVarInsn(ALOAD, ARRAYS);
            body.integer(i);
            to.visitInsn(AALOAD);
            to.visitTypeInsn(CHECKCAST, memory.type(i, array));
            arrays[i] = body.local(1);
            to.visitVarInsn(ASTORE, arrays[i]);
            to.visitVarInsn(ALOAD, OFFSETS);
            body.integer(i);
            to.visitInsn(IALOAD);
            body.load(FROM);
            body.integer(geometry.slots().get(i).kernelRow());
            to.visitInsn(IMUL);
            to.visitInsn(IADD);
            offsets[i] = body.integerFromStack();
        }
        for (int i = 0; i < uniforms.size(); i++) {
            to.visitVarInsn(ALOAD, UNIFORMS);
            body.integer(i);
            to.visitInsn(DALOAD);
            uniformVariables.put(uniforms.get(i), spread(uniforms.get(i), rowCode, narrowed()));
        }
        if (form != Form.SCALAR) {
            lanes.allocate();
            to.visitInsn(ICONST_0);
            to.visitVarInsn(ISTORE, lane);
        }
        for (Term total : nest.totals()) {
            if (rowCode == scalar) {
                to.visitInsn(DCONST_0);
                totals.put(total, wideResult());
            } else {
                vectorTotals.put(total, sum(rowCode, geometry.block() / width));
            }
        }
    }

    /** A sum over lanes. */
    private Reducer sum(Code code, int steps) {
        return form.isVectors() ? new Accumulator(code, Fold.SUM, steps) : new LaneSums(body, code, width, lane, steps);
    }

    /** Makes a number that is the same for all lanes known to a loop: in a variable, or, like constants, in memory. */
    private IntSupplier spread(Term term, Code code, int number) {
        if (!isLong || code.lanes() == 1) {
            int variable = code.spread(number);
            return () -> variable;
        }
        int place = code.lanes() + spreadPlaces.computeIfAbsent(term, key -> spreadPlaces.size());
        int array = arrays[geometry.number(Geometry.FENCE)];
        body.integer(place);
        scalar.store(array, body.integerFromStack(), number);
        IntSupplier load = () -> {
            body.integer(place);
            return code.load(array, body.integerFromStack(), true);
        };
        return () -> body.isAhead()
                ? body.constant(term, 1, variable -> code.assign(variable, load.getAsInt()))
                : load.getAsInt();
    }

    /** A scalar variable of the program's precision from the float64 on the stack. */
    private int narrowed() {
        if (scalar.precision() == Precision.FLOAT64) {
            return wideResult();
        }
        to.visitInsn(D2F);
        int local = body.local(1);
        to.visitVarInsn(FSTORE, local);
        return local;
    }

    private int wideResult() {
        int local = body.local(2);
        to.visitVarInsn(DSTORE, local);
        return local;
    }

    private void row() {
        body.forgetConstants();
        Scope scope = new Scope(body, rowCode, uniformVariables, this::load, fence(rowCode));
        for (Stages.Walk walk : stages.walks()) {
            walk(walk, scope);
        }
        for (Formula.Result store : nest.stores()) {
            if ((store.target().labelSet() & rows.axes()) == 0) {
                int slot = geometry.number(store.target());
                memory.store(rowCode, slot, offsets[slot], scope.number(store.term()));
            }
        }
        totals.forEach((total, sum) -> addTotal(sum, scope.number(total.operand(0))));
        vectorTotals.forEach((total, sum) -> sum.add(scope.number(total.operand(0))));
        for (int i = 0; i < offsets.length; i++) {
            body.load(offsets[i]);
            body.integer(geometry.slots().get(i).kernelRow() * rowCode.lanes());
            to.visitInsn(IADD);
            to.visitVarInsn(ISTORE, offsets[i]);
        }
        if (geometry.acrossRows() && form == Form.LANE_BY_LANE) {
            moveLane(1);
        }
        body.forgetConstants();
    }

    /** Moves on by some lanes. */
    private void moveLane(int further) {
        body.load(lane);
        body.integer(further);
        to.visitInsn(IADD);
        body.integer(width - 1);
        to.visitInsn(IAND);
        to.visitVarInsn(ISTORE, lane);
    }

    private void addTotal(int sum, int value) {
        to.visitVarInsn(DLOAD, sum);
        pushWide(value);
        to.visitInsn(DADD);
        to.visitVarInsn(DSTORE, sum);
    }

    private void pushWide(int value) {
        if (scalar.precision() == Precision.FLOAT64) {
            to.visitVarInsn(DLOAD, value);
        } else {
            to.visitVarInsn(FLOAD, value);
            to.visitInsn(F2D);
        }
    }

    private void epilogue() {
        int index = 0;
        for (Term total : nest.totals()) {
            Reducer vector = vectorTotals.get(total);
            int sum = vector == null ? -1 : vector.folded(lanes, scalar.constant(0));
            to.visitVarInsn(ALOAD, TOTALS);
            body.integer(index++);
            to.visitInsn(DUP2);
            to.visitInsn(DALOAD);
            if (vector == null) {
                to.visitVarInsn(DLOAD, totals.getOrDefault(total, 0));
            } else {
                pushWide(sum);
            }
            to.visitInsn(DADD);
            to.visitInsn(DASTORE);
        }
    }

    private void walk(Stages.Walk walk, Scope row) {
        Map<Term, Integer> known = new HashMap<>();
        for (Term term : brought(walk)) {
            known.put(term, row.number(term));
        }
        Map<Term, IntSupplier> same = new HashMap<>();
        known.forEach((term, variable) -> same.put(term, () -> variable));
        int length = geometry.length(walk.group());
        if (geometry.acrossRows() || form == Form.SCALAR || length < width) {
            Code code = geometry.acrossRows() ? rowCode : scalar;
            Map<Term, Accumulator> results = new LinkedHashMap<>();
            walk.reductions().forEach(term -> results.put(term, new Accumulator(code, fold(term), length)));
            int counter = zero();
            body.loop(
                    counter, () -> body.integer(length), 1, () -> step(walk, code, same, new Place(counter), results));
            results.forEach((term, accumulator) -> row.define(term, accumulator.result()));
        } else {
            Map<Term, Reducer> results = new LinkedHashMap<>();
            if (form == Form.LANE_BY_LANE) {
                laneByLane(walk, same, length, results);
            } else {
                vectors(walk, known, length, results);
            }
            results.forEach((term, lanesOfIt) -> {
                int start = scalar.constant(fold(term).start());
                row.define(term, lanesOfIt.folded(lanes, start));
            });
        }
        for (Formula.Result store : walk.stores()) {
            Formula.Patch patch = store.patch();
            if (patch != null) {
                int index = row.number(patch.index());
                indexed.store(geometry.number(store.target()), index, row.number(patch.term()));
            }
        }
    }

    private int zero() {
        to.visitInsn(ICONST_0);
        return body.integerFromStack();
    }

    /** A walk an element at a time, with the sums of vectors. */
    private void laneByLane(Stages.Walk walk, Map<Term, IntSupplier> same, int length, Map<Term, Reducer> results) {
        int steps = (length + width - 1) / width;
        walk.reductions()
                .forEach(term -> results.put(
                        term,
                        fold(term) == Fold.SUM ? sum(axisCode, steps) : new Accumulator(axisCode, fold(term), steps)));
        int counter = zero();
        body.loop(counter, () -> body.integer(length), 1, () -> {
            body.load(counter);
            to.visitVarInsn(ISTORE, lane);
            if (length % width != 0) {
                alignWithTheEnd(counter, length);
            }
            moveLane(0);
            step(walk, axisCode, same, new Place(counter), results);
        });
    }

    /** Moves the lanes of the last vector, which ends where the row does. */
    private void alignWithTheEnd(int counter, int length) {
        Label before = new Label();
        body.load(counter);
        body.integer(length - length % width);
        to.visitJumpInsn(IF_ICMPLT, before);
        moveLane(width - length % width);
        to.visitLabel(before);
    }

    /** A walk by whole vectors; where they do not fill the row, the last one overlaps with the one before. */
    private void vectors(Stages.Walk walk, Map<Term, Integer> known, int length, Map<Term, Reducer> results) {
        Map<Term, IntSupplier> spread = new HashMap<>();
        known.forEach((term, variable) -> spread.put(term, spread(term, axisCode, variable)));
        int steps = (length + width - 1) / width;
        walk.reductions().forEach(term -> results.put(term, new Accumulator(axisCode, fold(term), steps)));
        int counter = zero();
        boolean isShort = fitsRegisters(computed(walk));
        boolean lastApart = length % width != 0 && isShort && form == Form.VECTORS_AND_TAILS;
        Runnable step = () -> {
            boolean whole = length % width == 0 || lastApart;
            Place place = whole ? new Place(counter) : overlapping(counter, length - width);
            step(walk, axisCode, spread, place, results);
        };
        int end = lastApart ? length - length % width : steps * width;
        if (isLong && isShort) {
            body.loopBehindConstants(counter, () -> body.integer(end), width, step);
        } else {
            body.loop(counter, () -> body.integer(end), width, step);
        }
        if (lastApart) {
            step(walk, axisCode, spread, overlapping(counter, length - width), results);
        }
    }

    /** Whether the constants of all functions fit into 32 registers next to what is computed: at most one exponential's. */
    private static boolean fitsRegisters(Collection<Term> computed) {
        List<Kind> functions =
                computed.stream().filter(Stages::isExpensive).map(Term::kind).toList();
        return functions.size() <= 1
                && functions.stream()
                        .allMatch(kind -> kind instanceof Kind.Decay || kind.equals(new Kind.Unary(UnaryOp.EXP)));
    }

    private Place overlapping(int counter, int last) {
        body.load(counter);
        body.integer(last);
        to.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
        int at = body.integerFromStack();
        body.load(at);
        body.load(counter);
        to.visitInsn(ISUB);
        body.integer(width);
        to.visitInsn(IADD);
        return new Place(at, body.integerFromStack());
    }

    /**
     * Where a step of a walk is.
     *
     * @param counter the variable of the position
     * @param fresh the variable of a place in the pool's masks, by which elements that an earlier step has seen are left out
     *     of sums; −1 if there are none
     */
    private record Place(int counter, int fresh) {
        Place(int counter) {
            this(counter, -1);
        }
    }

    private static Fold fold(Term term) {
        return ((Kind.Reduction) term.kind()).fold();
    }

    private void step(
            Stages.Walk walk,
            Code code,
            Map<Term, IntSupplier> known,
            Place place,
            Map<Term, ? extends Reducer> results) {
        body.forgetConstants();
        int counter = place.counter();
        Scope scope = new Scope(body, code, known, (term, index) -> loadAlong(term, code, counter), fence(code));
        walk.finds().forEach(term -> scope.define(term, code.load(kept(term), place(term, counter), false)));
        walk.keeps().forEach(term -> code.store(kept(term), place(term, counter), scope.number(term)));
        int mask = place.fresh() < 0 || results.isEmpty() ? -1 : code.bits(pool.mask(code, place.fresh()));
        results.forEach((term, result) -> {
            int element = scope.number(term.operand(0));
            boolean all = mask < 0 || fold(term) == Fold.MAX;
            result.add(all ? element : code.number(code.andBits(code.bits(element), mask)));
        });
        for (Formula.Result store : walk.stores()) {
            memory.store(
                    code, geometry.number(store.target()), place(store.target(), counter), scope.number(store.term()));
        }
        body.forgetConstants();
    }

    private IntConsumer fence(Code code) {
        return value -> {
            if (code.lanes() > 1 && !body.isAhead()) {
                pool.fence(code, arrays[geometry.number(Geometry.FENCE)], value);
            }
        };
    }

    private int kept(Term term) {
        return arrays[geometry.number(term)];
    }

    /** The terms of the row that a walk uses. */
    private Set<Term> brought(Stages.Walk walk) {
        Set<Term> brought = new LinkedHashSet<>();
        walk.roots().stream().filter(term -> !isAlong(term)).forEach(brought::add);
        computed(walk)
                .forEach(term -> term.operands().stream()
                        .filter(operand -> !isAlong(operand))
                        .forEach(brought::add));
        brought.removeIf(term -> term.kind() instanceof Kind.Constant);
        return brought;
    }

    /** The terms along the axis that a walk computes. */
    private Set<Term> computed(Stages.Walk walk) {
        Set<Term> seen = new LinkedHashSet<>();
        List<Term> open = new ArrayList<>(walk.roots());
        while (!open.isEmpty()) {
            Term term = open.remove(open.size() - 1);
            if (isAlong(term) && !walk.finds().contains(term) && seen.add(term)) {
                open.addAll(term.operands());
            }
        }
        return seen;
    }

    private boolean isAlong(Term term) {
        return (term.labels() & rows.axes()) != 0;
    }

    private int load(Term term, int index) {
        if (term.kind() instanceof Kind.Pick pick) {
            return indexed.load(geometry.number(pick.access()), index);
        }
        int slot = geometry.number(((Kind.Load) term.kind()).access());
        return memory.load(rowCode, slot, offsets[slot], isRepeated(slot));
    }

    private int loadAlong(Term term, Code code, int counter) {
        if (term.kind() instanceof Kind.Index) {
            return code.position(counter, !geometry.acrossRows() && code.lanes() > 1);
        }
        Access access = ((Kind.Load) term.kind()).access();
        int slot = geometry.number(access);
        return memory.load(code, slot, place(access, counter), geometry.acrossRows() && isRepeated(slot));
    }

    /** Whether all rows see the same elements of a tensor. */
    private boolean isRepeated(int slot) {
        return geometry.slots().get(slot).kernelRow() == 0;
    }

    private int place(Object accessOrTerm, int counter) {
        int slot = geometry.number(accessOrTerm);
        int stride = geometry.slots().get(slot).kernelAxis();
        body.load(offsets[slot]);
        body.load(counter);
        if (stride != 1) {
            body.integer(stride);
            to.visitInsn(IMUL);
        }
        to.visitInsn(IADD);
        return body.integerFromStack();
    }
}

package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.Elementary;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes parts of the work on a row as methods of their own, so that HotSpot compiles each by itself: every walk, and what is
 * computed once for a row where it is long. What a part is given and what it computes is passed in the kernel's buffer.
 */
final class PartWriter {
    private static final String DESCRIPTOR = "([Ljava/lang/Object;[I[III)V";
    private static final int ROW = 4;
    private static final int ROWS = 5;
    private static final int PARAMETERS = 6;

    /** The most that one method computes of a row, in about 20 bytes of code. */
    private static final int LONGEST = 90;

    /** The most of it that stays in the method that has a loop over rows for each tensor. */
    private static final int LONGEST_BESIDE_LOOPS = 20;

    private static final int FUNCTION = 25;

    private final SweepPlan plan;
    private final KernelContext caller;
    private final KernelMethods methods;
    private final Map<Term, IntSupplier> known;
    private final Set<Term> seen = new HashSet<>();
    private final List<String> names = new ArrayList<>();
    private int weight;

    /**
     * Parts that the method of {@code caller} calls.
     *
     * @param known is given the terms that parts compute
     */
    PartWriter(SweepPlan plan, KernelContext caller, KernelMethods methods, Map<Term, IntSupplier> known) {
        this.plan = plan;
        this.caller = caller;
        this.methods = methods;
        this.known = known;
    }

    /** Writes one walk and its call, and defines in {@code row} the terms that it reduces. */
    void walk(RowWalks.Walk walk, TermEmitter row, int rowNumber) {
        Set<Term> given = plan.rowWalks().brought(walk);
        share(given, row);
        Set<Integer> slots = slots(walk);
        call(rowNumber, slots, List.of(walk.group()), context -> {
            WalkWriter writer = new WalkWriter(plan.rowWalks(), context);
            if (plan.memoryPlan().acrossRows()) {
                writer.byElement(walk, shared(given, context, context.rowCode))
                        .forEach((term, result) -> context.leave(context.rowCode, term, result.result()));
            } else {
                context.group.walk(walk, ROWS, slots, () -> {
                    Map<Term, IntSupplier> shared = shared(given, context, writer.code(walk));
                    (writer.isAlongVectors(walk) ? writer.vectors(walk, shared) : writer.byElement(walk, shared))
                            .forEach((term, result) ->
                                    context.leave(context.scalar, term, result.folded(context.lanes)));
                });
            }
        });
        walk.reductions().forEach(reduction -> row.define(reduction, caller.taken(caller.rowCode, reduction)));
    }

    private Set<Integer> slots(RowWalks.Walk walk) {
        MemoryPlan memory = plan.memoryPlan();
        Set<Integer> slots = slots(plan.rowWalks().computed(walk));
        walk.keeps().forEach(term -> slots.add(memory.number(term)));
        walk.finds().forEach(term -> slots.add(memory.number(term)));
        walk.stores().forEach(store -> slots.add(memory.number(store.target())));
        return slots;
    }

    /** The slots that terms are read from, and the buffer. */
    private Set<Integer> slots(Collection<Term> terms) {
        MemoryPlan memory = plan.memoryPlan();
        Set<Integer> slots = new LinkedHashSet<>();
        terms.forEach(term -> term.read().ifPresent(access -> slots.add(memory.number(access))));
        slots.add(memory.number(MemoryPlan.FENCE));
        return slots;
    }

    /** Writes what {@code targets} need of a row: methods and their calls for all that makes the caller too long. */
    void terms(Collection<Term> targets, TermEmitter row, int rowNumber) {
        List<Term> pending = plan.rowWalks().ofRow(targets).stream()
                .filter(seen::add)
                .filter(term -> !isTakenRowByRow(term))
                .toList();
        int more = pending.stream().mapToInt(PartWriter::weight).sum();
        if (weight + more <= (caller.isGrouped() ? LONGEST_BESIDE_LOOPS : LONGEST)) {
            weight += more;
            return;
        }
        List<Term> part = new ArrayList<>();
        int length = 0;
        for (Term term : pending) {
            if (length + weight(term) > LONGEST) {
                part(part, row, rowNumber);
                part.clear();
                length = 0;
            }
            part.add(term);
            length += weight(term);
        }
        part(part, row, rowNumber);
    }

    private boolean isTakenRowByRow(Term term) {
        return caller.isGrouped() ? term.read().isPresent() : term.op() instanceof TermOp.Pick;
    }

    private static int weight(Term term) {
        if (term.op() instanceof TermOp.Power power && Elementary.isFunction(power.exponent())) {
            return LONGEST;
        }
        return RowWalks.isExpensive(term) ? FUNCTION : 1;
    }

    private void part(List<Term> terms, TermEmitter row, int rowNumber) {
        Set<Term> part = new LinkedHashSet<>(terms);
        Set<Term> given = new LinkedHashSet<>();
        part.forEach(term -> term.operands().stream()
                .filter(operand -> !part.contains(operand))
                .filter(operand -> !(operand.op() instanceof TermOp.Constant) || operand.isParameter())
                .forEach(given::add));
        share(given, row);
        Set<Term> used = usedBeyond(part);
        List<Term> results = part.stream().filter(used::contains).toList();
        call(rowNumber, slots(part), List.of(), context -> {
            Map<Term, IntSupplier> shared = shared(given, context, context.rowCode);
            TermEmitter emitter = new TermEmitter(
                    context.body, context.rowCode, shared, context::load, context.fence(context.rowCode));
            results.forEach(term -> context.share(context.rowCode, term, () -> emitter.number(term)));
        });
        results.forEach(term -> known.put(term, caller.shared(caller.rowCode, term)));
    }

    /** The terms that are results of the sweep, or operands of others than those of a part. */
    private Set<Term> usedBeyond(Set<Term> part) {
        List<Term> roots = plan.sweep().roots();
        Set<Term> used = new HashSet<>(roots);
        RowWalks.needed(plan.rows(), roots).stream()
                .filter(user -> !part.contains(user))
                .forEach(user -> used.addAll(user.operands()));
        return used;
    }

    private void share(Set<Term> given, TermEmitter row) {
        given.forEach(term -> caller.share(caller.rowCode, term, () -> row.number(term)));
    }

    private static Map<Term, IntSupplier> shared(Set<Term> given, KernelContext context, LaneCode code) {
        Map<Term, IntSupplier> shared = new LinkedHashMap<>();
        given.forEach(term -> shared.put(term, context.shared(code, term)));
        return shared;
    }

    private void call(int rowNumber, Set<Integer> slots, List<Long> groups, Consumer<KernelContext> write) {
        String name = "part" + names.size();
        names.add(name);
        MethodVisitor part = methods.start(name, DESCRIPTOR);
        MethodBody body = new MethodBody(part, PARAMETERS, KernelContext.invariants(plan));
        KernelContext context = caller.in(body);
        context.start(slots, groups, ROW);
        body.load(ROWS);
        body.returnUnless(IFGT);
        write.accept(context);
        part.visitInsn(RETURN);
        call(name, caller.body.instructions(), () -> {
            caller.body.load(rowNumber);
            caller.group.pushNumber();
        });
    }

    private static void call(String name, MethodVisitor to, Runnable rows) {
        to.visitVarInsn(ALOAD, 0);
        to.visitVarInsn(ALOAD, KernelContext.ARRAYS);
        to.visitVarInsn(ALOAD, KernelContext.OFFSETS);
        to.visitVarInsn(ALOAD, KernelContext.SIZES);
        rows.run();
        to.visitMethodInsn(INVOKEVIRTUAL, KernelClass.NAME, name, DESCRIPTOR, false);
    }

    /** Writes the method that calls each part for no row, once all parts are written. */
    void callParts() {
        MethodVisitor to = methods.start("callParts", "([Ljava/lang/Object;[I[I)V");
        names.forEach(name -> call(name, to, () -> {
            to.visitInsn(ICONST_0);
            to.visitInsn(ICONST_0);
        }));
        to.visitInsn(RETURN);
    }
}

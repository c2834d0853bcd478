package org.losses4j.engine.internal.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.lane.Elementary;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.codegen.lane.Sizes;
import org.losses4j.engine.internal.ir.SignAnalysis;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** Writes the code of terms, each once, within the body of one loop. */
final class TermEmitter {
    private final MethodBody body;
    private final LaneCode code;
    private final Elementary elementary;
    private final Memory memory;
    private final IntConsumer fence;
    private final Map<Term, IntSupplier> outside;
    private final Map<Term, Integer> numbers = new HashMap<>();
    private final Map<Term, Integer> masks = new HashMap<>();

    /** Writes the code that reads elements, elements at an index, and positions; {@code index} is −1 if there is none. */
    interface Memory {
        int read(Term term, int index);
    }

    /**
     * A writer for one loop body.
     *
     * @param outside for terms that are computed outside the loop, the writers of code that reads them
     * @param memory the writer of code that reads tensors
     * @param fence is given the variable of each exponential and logarithm once it is computed
     */
    TermEmitter(MethodBody body, LaneCode code, Map<Term, IntSupplier> outside, Memory memory, IntConsumer fence) {
        this.body = body;
        this.code = code;
        this.elementary = new Elementary(code, fence);
        this.outside = outside;
        this.memory = memory;
        this.fence = fence;
    }

    void define(Term term, int variable) {
        numbers.put(term, variable);
    }

    /** The variable of a term; writes the code that computes it at the first call. */
    int number(Term term) {
        if (term.op() instanceof TermOp.Constant constant && !term.isParameter()) {
            return code.constant(constant.value());
        }
        Integer known = numbers.get(term);
        if (known == null) {
            IntSupplier elsewhere = outside.get(term);
            known = elsewhere == null ? compute(term) : elsewhere.getAsInt();
            numbers.put(term, known);
            if (hasConstants(term.op())) {
                fence.accept(known);
            }
        }
        return known;
    }

    private int compute(Term term) {
        TermOp op = term.op();
        if (op instanceof TermOp.Load || op instanceof TermOp.Index) {
            return memory.read(term, -1);
        }
        if (op instanceof TermOp.Pick) {
            return memory.read(term, number(term.operand(0)));
        }
        if (op instanceof TermOp.Unary unary) {
            int x = number(term.operand(0));
            int mark = body.mark();
            boolean ofSize = unary.op() == UnaryOp.LOG1P && SignAnalysis.isNeverNegative(term.operand(0));
            return code.compacted(mark, ofSize ? elementary.log1pOfSize(x) : elementary.apply(unary.op(), x));
        }
        if (op instanceof TermOp.Decay) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.decay(x));
        }
        if (op instanceof TermOp.Inverse) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.inverse(x));
        }
        if (op instanceof TermOp.Share) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.share(x));
        }
        if (op instanceof TermOp.Rest) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.rest(x));
        }
        if (op instanceof TermOp.Power power) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.pow(x, power.exponent()));
        }
        if (op instanceof TermOp.Choice) {
            return code.select(mask(term.operand(0)), number(term.operand(1)), number(term.operand(2)));
        }
        if (op instanceof TermOp.Binary binary) {
            return binary(binary.op(), term);
        }
        throw new IllegalStateException("A reduction is computed by a loop, not here: " + term);
    }

    private static boolean hasConstants(TermOp op) {
        return op instanceof TermOp.Decay
                || op instanceof TermOp.Rest
                || (op instanceof TermOp.Unary unary
                        && switch (unary.op()) {
                            case EXP, EXPM1, LOG, LOG1P, ATAN -> true;
                            default -> false;
                        });
    }

    private int binary(BinaryOp op, Term term) {
        if (op == BinaryOp.GREATER || op == BinaryOp.EQUAL) {
            return code.select(mask(term), code.constant(1), code.constant(0));
        }
        if (op == BinaryOp.MINIMUM
                && term.operand(0).is(UnaryOp.ABS)
                && term.operand(1).isLimit()) {
            return new Sizes(code).limited(number(term.operand(0)), number(term.operand(1)));
        }
        int a = number(term.operand(0));
        int b = number(term.operand(1));
        return switch (op) {
            case ADD -> code.add(a, b);
            case SUB -> code.sub(a, b);
            case MUL -> code.mul(a, b);
            case DIV -> code.div(a, b);
            case MINIMUM -> code.min(a, b);
            case MAXIMUM -> code.max(a, b);
            case GREATER, EQUAL -> throw new IllegalStateException("A comparison is a mask");
        };
    }

    /** The variable of a mask of the lanes in which a term is not 0. */
    private int mask(Term term) {
        Integer known = masks.get(term);
        if (known == null) {
            BinaryOp op = numbers.containsKey(term) || outside.containsKey(term) ? null : comparison(term);
            if (op == null) {
                known = code.differs(number(term), code.constant(0));
            } else {
                int a = number(term.operand(0));
                int b = number(term.operand(1));
                known = op == BinaryOp.GREATER ? code.greater(a, b) : code.equal(a, b);
            }
            masks.put(term, known);
        }
        return known;
    }

    private static @Nullable BinaryOp comparison(Term term) {
        return term.is(BinaryOp.GREATER) ? BinaryOp.GREATER : term.is(BinaryOp.EQUAL) ? BinaryOp.EQUAL : null;
    }
}

package org.losses4j.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.losses4j.graph.BinaryOp;

/** Writes the code of terms, each once, at one place of a loop nest. */
final class Scope {
    private final Body body;
    private final Code code;
    private final Elementary elementary;
    private final ToIntFunction<Term> memory;
    private final Map<Term, Integer> numbers;
    private final Map<Term, Integer> masks = new HashMap<>();

    /**
     * A place in a loop nest.
     *
     * @param known the variables of terms that are computed elsewhere
     * @param memory writes the code of loads and positions
     */
    Scope(Body body, Code code, Map<Term, Integer> known, ToIntFunction<Term> memory) {
        this.body = body;
        this.code = code;
        this.elementary = new Elementary(code);
        this.numbers = new HashMap<>(known);
        this.memory = memory;
    }

    void define(Term term, int variable) {
        numbers.put(term, variable);
    }

    /** The variable of a term. */
    int number(Term term) {
        if (term.kind() instanceof Kind.Constant constant) {
            return code.constant(constant.value());
        }
        Integer known = numbers.get(term);
        if (known == null) {
            known = compute(term);
            numbers.put(term, known);
        }
        return known;
    }

    private int compute(Term term) {
        Kind kind = term.kind();
        if (kind instanceof Kind.Load || kind instanceof Kind.Index) {
            return memory.applyAsInt(term);
        }
        if (kind instanceof Kind.Unary unary) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.apply(unary.op(), x));
        }
        if (kind instanceof Kind.Sigmoid) {
            int x = number(term.operand(0));
            int decay = number(term.operand(1));
            int mark = body.mark();
            return code.compacted(mark, elementary.sigmoid(x, decay));
        }
        if (kind instanceof Kind.Rest) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.rest(x));
        }
        if (kind instanceof Kind.Power power) {
            int x = number(term.operand(0));
            int mark = body.mark();
            return code.compacted(mark, elementary.pow(x, power.exponent()));
        }
        if (kind instanceof Kind.Choice) {
            return code.select(mask(term.operand(0)), number(term.operand(1)), number(term.operand(2)));
        }
        if (kind instanceof Kind.Binary binary) {
            return binary(binary.op(), term);
        }
        throw new IllegalStateException("A reduction is computed by a loop, not here: " + term);
    }

    private int binary(BinaryOp op, Term term) {
        if (op == BinaryOp.GREATER || op == BinaryOp.EQUAL) {
            return code.select(mask(term), code.constant(1), code.constant(0));
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

    /** Where a term is not 0. */
    private int mask(Term term) {
        Integer known = masks.get(term);
        if (known == null) {
            BinaryOp op = numbers.containsKey(term) ? null : comparison(term);
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
        return term.kind() instanceof Kind.Binary binary
                        && (binary.op() == BinaryOp.GREATER || binary.op() == BinaryOp.EQUAL)
                ? binary.op()
                : null;
    }
}

package org.losses4j.engine.internal.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;

/**
 * The end of the second pass: drops a choice within a choice by the same condition. "log(x where c, else 1) where c, else 0" becomes
 * "log x where c, else 0". Formulas choose twice so that no gradient on the side that is not chosen is infinite; terms have their
 * gradients already, and log x is often computed anyway.
 */
final class GuardedChoices {
    private final Map<Term, Set<Guard>> guards = new HashMap<>();

    private GuardedChoices() {}

    /** A side of a choice by a condition. */
    private record Guard(Term condition, boolean holds) {}

    static Formula simplify(Formula formula) {
        List<Term> reachable = formula.reachable();
        if (!hasConditionTwice(reachable)) {
            return formula;
        }
        GuardedChoices pass = new GuardedChoices();
        formula.results().forEach(result -> result.terms().forEach(term -> pass.guards.put(term, Set.of())));
        for (int i = reachable.size() - 1; i >= 0; i--) {
            pass.guardOperands(reachable.get(i));
        }
        return pass.rewrite(formula, reachable);
    }

    private static boolean hasConditionTwice(List<Term> terms) {
        Set<Term> conditions = new HashSet<>();
        return terms.stream().anyMatch(term -> isChoice(term) && !conditions.add(term.operand(0)));
    }

    private static boolean isChoice(Term term) {
        return term.op() instanceof TermOp.Choice;
    }

    private Set<Guard> guards(Term term) {
        return guards.getOrDefault(term, Set.of());
    }

    private void guardOperands(Term user) {
        Set<Guard> ofUser = guards(user);
        if (user.reduces()) {
            // The condition may be another one at the other positions.
            guard(user.operand(0), Set.of());
        } else if (isChoice(user)) {
            Term condition = user.operand(0);
            guard(condition, ofUser);
            guard(user.operand(1), with(ofUser, new Guard(condition, true)));
            guard(user.operand(2), with(ofUser, new Guard(condition, false)));
        } else {
            user.operands().forEach(operand -> guard(operand, ofUser));
        }
    }

    /** Takes from a term the guards that one of its users does not have. */
    private void guard(Term operand, Set<Guard> ofUser) {
        guards.merge(operand, ofUser, (one, other) -> {
            Set<Guard> common = new HashSet<>(one);
            common.retainAll(other);
            return common;
        });
    }

    private static Set<Guard> with(Set<Guard> guards, Guard another) {
        Set<Guard> more = new HashSet<>(guards);
        more.add(another);
        return more;
    }

    private Formula rewrite(Formula formula, List<Term> reachable) {
        Map<Term, Term> rewritten = new HashMap<>();
        for (Term term : reachable) {
            List<Term> operands = term.operands().stream().map(rewritten::get).toList();
            rewritten.put(term, rewrite(formula, term, operands));
        }
        return formula.with(formula.results().stream()
                .map(result -> result.with(rewritten::get))
                .toList());
    }

    private Term rewrite(Formula formula, Term term, List<Term> operands) {
        if (isChoice(term) && guards(term).contains(new Guard(term.operand(0), true))) {
            return operands.get(1);
        }
        if (isChoice(term) && guards(term).contains(new Guard(term.operand(0), false))) {
            return operands.get(2);
        }
        return formula.terms().again(term, operands);
    }
}

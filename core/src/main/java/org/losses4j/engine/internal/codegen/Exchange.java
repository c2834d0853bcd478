package org.losses4j.engine.internal.codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.MemoryPlan;

/** Says where in a kernel's buffer the numbers are that one loop or method passes on to others. */
final class Exchange {
    private final int width;
    private final Map<Term, Integer> places = new HashMap<>();
    private final Set<Term> stored = new HashSet<>();
    private final Set<Term> single = new HashSet<>();

    /**
     * An empty exchange.
     *
     * @param width the number of lanes of a vector
     */
    Exchange(int width) {
        this.width = width;
    }

    /** The place of a term, which has room for a vector. */
    int place(Term term) {
        return width * (MemoryPlan.FIRST_SHARED + places.computeIfAbsent(term, key -> places.size()));
    }

    /**
     * Notes that a term's number is stored.
     *
     * @param isSingle whether it is one number; if not, a vector
     * @return whether it was not before
     */
    boolean store(Term term, boolean isSingle) {
        if (isSingle) {
            single.add(term);
        }
        return stored.add(term);
    }

    /** Whether what is stored is one number, not a vector. */
    boolean isSingle(Term term) {
        return single.contains(term);
    }
}

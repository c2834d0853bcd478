package org.losses4j.dl4j;

import java.util.List;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;

/** Objectives whose examples' shares have the value as their mean, as Deeplearning4j wants scores of examples. */
final class MeanShares {
    private MeanShares() {}

    /** {@code objective}, with what sums over examples multiplied by their number: where it sums, its shares sum too. */
    static Objective of(Objective objective, long examples) {
        if (objective instanceof LossObjective single) {
            return single.reduction().batch() == BatchReduction.SUM
                    ? new CompositeObjective(List.of(new CompositeObjective.Term(examples, single)))
                    : single;
        }
        return new CompositeObjective(((CompositeObjective) objective)
                .terms().stream()
                        .map(term -> new CompositeObjective.Term(
                                term.factor(), of(term.objective(), examples), term.renamed()))
                        .toList());
    }
}

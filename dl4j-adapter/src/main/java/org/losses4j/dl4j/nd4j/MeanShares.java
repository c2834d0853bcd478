package org.losses4j.dl4j.nd4j;

import java.util.List;
import java.util.Map;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.Shape;

/** Scales objectives so that the mean of the examples' shares is the value, as Deeplearning4j expects of scores. */
final class MeanShares {
    private MeanShares() {}

    /**
     * {@code objective} with every term that sums over the batch multiplied by the number of its shares, because the shares
     * of a sum add up to it. Their number is that of the examples, or 1 where a loss makes one number of the whole batch.
     *
     * @param shapes the shapes of the inputs, by role
     */
    static Objective of(Objective objective, Programs programs, Map<String, Shape> shapes) {
        if (objective instanceof LossObjective single) {
            return single.reduction().batch() == BatchReduction.SUM
                    ? new CompositeObjective(
                            List.of(new CompositeObjective.Term(shares(single, programs, shapes), single)))
                    : single;
        }
        return new CompositeObjective(((CompositeObjective) objective)
                .terms().stream()
                        .map(term -> new CompositeObjective.Term(
                                term.factor(), of(term.objective(), programs, term.inner(shapes)), term.renamed()))
                        .toList());
    }

    private static int shares(LossObjective objective, Programs programs, Map<String, Shape> shapes) {
        objective.checkShapes(shapes);
        return programs.perExample(objective, shapes)
                .value()
                .outputs()
                .get(0)
                .shape()
                .size();
    }
}

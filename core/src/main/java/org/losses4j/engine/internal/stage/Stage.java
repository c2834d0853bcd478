package org.losses4j.engine.internal.stage;

import java.util.List;
import org.losses4j.engine.internal.plan.AxisLabels;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Op;

/** A part of a program, which reads what earlier stages have made. */
public sealed interface Stage {

    /**
     * A formula that is compiled to sweeps over memory.
     *
     * @param graph the formula; its inputs are the program's, by their roles, and results of earlier stages, by their names
     * @param labels the labels of its axes, none of which meet
     * @param results the names of the graph's outputs
     */
    record Formula(Graph graph, AxisLabels labels, List<String> results) implements Stage {
        @Override
        public String toString() {
            return String.join(", ", results) + " = formula of " + graph.roles() + "\n";
        }
    }

    /**
     * An operation on whole matrices.
     *
     * @param op a {@link org.losses4j.graph.PairOp}, a {@link org.losses4j.graph.HostOp}, or the transposition of a matrix
     * @param operands the names of the results that it reads
     * @param result the name of its result
     */
    record Step(Op op, List<String> operands, String result) implements Stage {
        @Override
        public String toString() {
            return result + " = " + op + " of " + operands + "\n";
        }
    }
}

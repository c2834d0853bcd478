package org.losses4j.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A graph compiled for given shapes, layouts and precision. Safe for several threads. */
public final class FusedProgram {
    // More parts than threads, so that a thread that is held up does not hold up all.
    private static final int PARTS_PER_THREAD = 2;

    private final Nesting nesting;
    private final List<NestRunner> runners;
    private final Signature signature;
    private final EngineOptions options;
    private final List<Elements> literals;

    FusedProgram(
            Nesting nesting,
            List<NestRunner> runners,
            Signature signature,
            EngineOptions options,
            List<Elements> literals) {
        this.nesting = nesting;
        this.runners = runners;
        this.signature = signature;
        this.options = options;
        this.literals = literals;
    }

    /**
     * Computes the graph's outputs.
     *
     * @param inputs by role; nothing is kept of them
     * @param outputs in the graph's order; may not overlap with the inputs
     * @throws IllegalArgumentException if a role is missing, or memory is of another kind or smaller than its layout
     */
    public void run(Map<String, Elements> inputs, List<Elements> outputs) {
        check(inputs, outputs);
        Uniforms uniforms =
                new Uniforms(access -> memory(access, inputs, outputs).get(0));
        for (NestRunner runner : runners) {
            List<Term> totals = runner.plan().nest().totals();
            double[] given =
                    runner.plan().uniforms().stream().mapToDouble(uniforms::of).toArray();
            double[] sums = new double[Math.multiplyExact(runner.blocks(), totals.size())];
            run(
                    runner,
                    0,
                    runner.blocks(),
                    (from, to) -> runner.run(from, to, access -> memory(access, inputs, outputs), given, sums));
            for (int i = 0; i < totals.size(); i++) {
                double sum = 0;
                for (int block = 0; block < runner.blocks(); block++) {
                    sum += sums[block * totals.size() + i];
                }
                uniforms.define(totals.get(i), sum);
            }
        }
        for (Formula.Result scalar : nesting.scalars()) {
            memory(scalar.target(), inputs, outputs).put(0, uniforms.of(scalar.term()));
        }
    }

    /** The passes, their walks and their terms, in the order of execution. */
    public String disassemble() {
        String passes =
                runners.stream().map(runner -> runner.plan().disassemble()).collect(Collectors.joining());
        String scalars = nesting.scalars().stream()
                .map(result -> "put t" + result.term().number() + " to " + result.target() + "\n")
                .collect(Collectors.joining());
        String between = Formula.reachable(
                        nesting.scalars().stream().map(Formula.Result::term).toList())
                .stream()
                .filter(term -> Nesting.isUniform(nesting.rows(), term))
                .map(term -> "  " + term + "\n")
                .collect(Collectors.joining());
        return passes + scalars + between;
    }

    private void run(NestRunner runner, int from, int to, Part part) {
        ForkJoinPool pool = options.pool();
        int parts = Math.min(to - from, PARTS_PER_THREAD * (pool.getParallelism() + 1));
        if (parts < 2 || runner.work() < options.parallelFrom()) {
            part.run(from, to);
            return;
        }
        List<RecursiveAction> actions = IntStream.range(0, parts)
                .<RecursiveAction>mapToObj(
                        i -> new Action(part, bound(from, to, i, parts), bound(from, to, i + 1, parts)))
                .toList();
        pool.invoke(new All(actions));
    }

    private static int bound(int from, int to, int part, int parts) {
        return from + (int) ((long) (to - from) * part / parts);
    }

    private Elements memory(Access access, Map<String, Elements> inputs, List<Elements> outputs) {
        if (access.memory() instanceof Access.Memory.Input input) {
            Elements elements = inputs.get(input.role());
            if (elements == null) {
                throw new IllegalArgumentException(
                        "The input '" + input.role() + "' is missing; given: " + inputs.keySet());
            }
            return elements;
        }
        return access.memory() instanceof Access.Memory.Output output
                ? outputs.get(output.number())
                : literals.get(((Access.Memory.Literal) access.memory()).number());
    }

    private void check(Map<String, Elements> inputs, List<Elements> outputs) {
        signature.inputs().forEach((role, layout) -> {
            Elements elements = inputs.get(role);
            if (elements != null) {
                elements.check("the input '" + role + "'", layout, signature.precision());
            }
        });
        if (outputs.size() != signature.outputs().size()) {
            throw new IllegalArgumentException(
                    "The program has " + signature.outputs().size() + " outputs, got memory for " + outputs.size());
        }
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).check("output " + i, signature.outputs().get(i), signature.precision());
        }
    }

    private interface Part {
        void run(int from, int to);
    }

    private static final class Action extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient Part part;
        private final int from;
        private final int to;

        Action(Part part, int from, int to) {
            this.part = part;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void compute() {
            part.run(from, to);
        }
    }

    private static final class All extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient List<RecursiveAction> actions;

        All(List<RecursiveAction> actions) {
            this.actions = actions;
        }

        @Override
        protected void compute() {
            invokeAll(actions);
        }
    }
}

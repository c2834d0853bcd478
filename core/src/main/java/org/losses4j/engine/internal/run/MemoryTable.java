package org.losses4j.engine.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Leaf;

/** Numbers the tensors of a program once, so that a call needs no look-up by name: inputs, then outputs, then literals. */
public final class MemoryTable {
    private final List<String> roles;
    private final List<Layout> layouts;
    private final List<String> names = new ArrayList<>();
    private final int[] spans;
    private final List<Elements> literals;
    private final int[][] slots;

    public MemoryTable(SweepSchedule schedule, List<SweepRunner> runners, Signature signature) {
        this.roles = schedule.roles();
        this.layouts = new ArrayList<>();
        this.literals = new ArrayList<>();
        for (Leaf.Literal literal : schedule.rows().formula().literals()) {
            literals.add(elements(literal, signature.precision()));
        }
        for (String role : roles) {
            layouts.add(Objects.requireNonNull(signature.inputs().get(role), role));
            names.add("the input '" + role + "'");
        }
        layouts.addAll(signature.outputs());
        for (int i = 0; i < signature.outputs().size(); i++) {
            names.add("output " + i);
        }
        this.spans = new int[layouts.size()];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = layouts.get(i).span();
        }
        this.slots = new int[runners.size()][];
        for (int i = 0; i < slots.length; i++) {
            List<@Nullable Access> accesses = runners.get(i).accesses();
            slots[i] = new int[accesses.size()];
            for (int slot = 0; slot < accesses.size(); slot++) {
                Access access = accesses.get(slot);
                slots[i][slot] = access == null ? -1 : number(access);
            }
        }
    }

    private static Elements elements(Leaf.Literal literal, Precision precision) {
        double[] values = literal.values();
        if (precision == Precision.FLOAT64) {
            return Elements.of(values, 0);
        }
        float[] floats = new float[values.length];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) values[i]);
        return Elements.of(floats, 0);
    }

    /** The roles of the inputs that the program reads, in the order of their numbers. */
    public List<String> roles() {
        return roles;
    }

    public int number(Access access) {
        Access.Memory memory = access.memory();
        if (memory instanceof Access.Memory.Input input) {
            return roles.indexOf(input.role());
        }
        return memory instanceof Access.Memory.Output output
                ? roles.size() + output.number()
                : layouts.size() + ((Access.Memory.Literal) memory).number();
    }

    /**
     * Checks that there is memory for each input and each output.
     *
     * @param results the number of outputs
     * @throws IllegalArgumentException if there is more or less
     */
    public static void requireCounts(List<String> roles, int results, List<Elements> inputs, List<Elements> outputs) {
        if (inputs.size() != roles.size()) {
            throw new IllegalArgumentException("The program reads " + roles + ", got memory for " + inputs.size());
        }
        if (outputs.size() != results) {
            throw new IllegalArgumentException(
                    "The program has " + results + " outputs, got memory for " + outputs.size());
        }
    }

    /**
     * The memory of all tensors of one call, by number.
     *
     * @throws IllegalArgumentException if an input or output is missing or does not fit its layout
     */
    public Elements[] of(List<Elements> inputs, List<Elements> outputs, Precision precision) {
        int results = layouts.size() - roles.size();
        requireCounts(roles, results, inputs, outputs);
        Elements[] memory = new Elements[layouts.size() + literals.size()];
        for (int i = 0; i < layouts.size(); i++) {
            Elements elements = i < roles.size() ? inputs.get(i) : outputs.get(i - roles.size());
            Layout layout = layouts.get(i);
            elements.require(names.get(i), layout, spans[i], precision);
            memory[i] = elements;
        }
        for (int i = 0; i < literals.size(); i++) {
            memory[layouts.size() + i] = literals.get(i);
        }
        return memory;
    }

    /** The memory of each slot of a sweep; null for its buffers. */
    @Nullable
    public Elements[] ofSlots(int sweep, Elements[] memory) {
        int[] numbersOfSlots = slots[sweep];
        @Nullable Elements[] ofSlots = new @Nullable Elements[numbersOfSlots.length];
        for (int i = 0; i < ofSlots.length; i++) {
            ofSlots[i] = numbersOfSlots[i] < 0 ? null : memory[numbersOfSlots[i]];
        }
        return ofSlots;
    }
}

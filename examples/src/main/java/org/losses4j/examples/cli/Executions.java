package org.losses4j.examples.cli;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.GraphExecution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.djl.conformance.DjlExecution;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.dl4j.conformance.Nd4jConformance;
import org.losses4j.dl4j.conformance.NetworkExecution;
import org.losses4j.dl4j.conformance.SameDiffExecution;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Precision;

/** The executions that {@code verify} knows, by name; a framework is loaded when it is asked for. */
final class Executions {
    static final String ALL = "all";

    private static final Set<String> BY_NAME_ONLY = Set.of("engine", "engine32", "samediff");

    private static final Map<String, Supplier<Execution>> KNOWN = known();

    private Executions() {}

    private static Map<String, Supplier<Execution>> known() {
        Map<String, Supplier<Execution>> known = new LinkedHashMap<>();
        known.put("reference", ReferenceExecution::new);
        known.put("graph", GraphExecution::new);
        known.put(
                "engine",
                () -> new EngineExecution(
                        Precision.FLOAT64,
                        new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT))));
        known.put(
                "engine32",
                () -> new EngineExecution(
                        Precision.FLOAT32,
                        new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT))));
        known.put("nd4j", () -> new Nd4jConformance(org.losses4j.dl4j.nd4j.ExecutionMode.OPERATIONS));
        known.put("nd4j-fused", () -> new Nd4jConformance(org.losses4j.dl4j.nd4j.ExecutionMode.FUSED));
        known.put("dl4j", NetworkExecution::new);
        known.put("samediff", SameDiffExecution::new);
        known.put("djl", DjlExecution::automatic);
        for (ExecutionMode mode : EnumSet.complementOf(EnumSet.of(ExecutionMode.AUTOMATIC))) {
            known.put("djl-" + mode.name().toLowerCase(Locale.ROOT), () -> DjlExecution.on(mode));
        }
        return Collections.unmodifiableMap(known);
    }

    /**
     * The executions of these names, each once.
     *
     * @throws IllegalArgumentException if a name is unknown
     */
    static List<Execution> named(List<String> names) {
        Map<String, Execution> executions = new LinkedHashMap<>();
        for (String name : names) {
            for (String one : name.equals(ALL) ? all() : List.of(name)) {
                Supplier<Execution> supplier = KNOWN.get(one);
                if (supplier == null) {
                    throw new IllegalArgumentException(
                            "There is no execution '" + one + "'; there are " + String.join(", ", new Names()));
                }
                executions.computeIfAbsent(one, key -> supplier.get());
            }
        }
        return List.copyOf(executions.values());
    }

    /** The same for random cases, of which networks take those that a network can have. */
    static List<Execution> fuzzed(List<String> names) {
        return named(names).stream()
                .map(execution -> execution instanceof NetworkExecution ? new NetworkCases(execution) : execution)
                .toList();
    }

    /** What the library and its adapters compute with; the engine apart from them, and SameDiff, which is slow, are asked for by name. */
    private static List<String> all() {
        return KNOWN.keySet().stream()
                .filter(name -> !BY_NAME_ONLY.contains(name))
                .toList();
    }

    /** All names, for the help text. */
    static final class Names extends AbstractList<String> {
        private final List<String> names = new ArrayList<>(KNOWN.keySet());

        Names() {
            names.add(ALL);
        }

        @Override
        public String get(int index) {
            return names.get(index);
        }

        @Override
        public int size() {
            return names.size();
        }
    }
}

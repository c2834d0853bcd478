package org.losses4j.djl.internal.pytorch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names a public method of the engine.
 *
 * @param type the class that declares it
 * @param parameters the names of its parameters' types
 */
record EngineMethod(String type, String name, List<String> parameters) {
    EngineMethod(String type, String name, String... parameters) {
        this(type, name, List.of(parameters));
    }

    /** Whether the class that a loader finds has the method. */
    boolean isIn(ClassLoader loader) {
        try {
            return Arrays.stream(Class.forName(type, false, loader).getMethods())
                    .filter(method -> method.getName().equals(name))
                    .anyMatch(method -> Arrays.stream(method.getParameterTypes())
                            .map(Class::getName)
                            .toList()
                            .equals(parameters));
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    @Override
    public String toString() {
        return parameters.stream()
                .map(EngineMethod::simple)
                .collect(Collectors.joining(", ", simple(type) + "." + name + "(", ")"));
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}

package org.losses4j.examples.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.CompositeObjective;
import org.losses4j.LossDescription;
import org.losses4j.LossObjective;
import org.losses4j.LossSpec;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Task;

/**
 * The lines of code that train with a loss in each framework, derived from the loss's roles and description.
 *
 * @param dl4j the lines for Deeplearning4j: a layer of a network, or a vertex of a graph
 * @param djl the lines for DJL
 */
public record Snippets(List<String> dl4j, List<String> djl) {
    private static final int LONGEST_LINE = 110;

    /**
     * The lines for a loss.
     *
     * @param text the specification of a loss or objective, such as {@code huber} or {@code huber(delta=0.5)}
     * @throws IllegalArgumentException if it is none of a registered loss
     */
    public static Snippets of(String text) {
        LossSpec spec = LossSpec.parse(text);
        Objective objective = Objective.of(spec);
        boolean plain = Losses.registered().find(spec.name()).isPresent()
                && spec.arguments().isEmpty();
        @Nullable LossNotes notes = plain ? LossNotes.of(spec.name()) : null;
        return new Snippets(
                written(notes, "dl4j", forDl4j(objective, text, plain)),
                written(notes, "djl", forDjl(objective, text, plain)));
    }

    private static List<String> written(@Nullable LossNotes notes, String framework, List<String> derived) {
        return notes == null ? derived : notes.snippets().getOrDefault(framework, derived);
    }

    private static List<String> forDl4j(Objective objective, String text, boolean plain) {
        if (trained(objective).size() > 1) {
            return vertex(objective, text, plain);
        }
        LossDescription description = first(objective).loss().description();
        if (description.task() == Task.EMBEDDING && description.activation() == Activation.POSITIVE) {
            return List.of(
                    "// behind a vertex \"distance\", such as L2Vertex",
                    "graph.addLayer(\"loss\", new ObjectiveLossLayer.Builder(" + loss(text, plain) + ")",
                    "                .activation(Activation.IDENTITY).build(), \"distance\")",
                    "        .setOutputs(\"loss\");");
        }
        String builder = ".layer(new ObjectiveOutputLayer.Builder(" + loss(text, plain) + ")";
        String rest = outputs(description.task()) + ".build())";
        if (builder.length() + rest.length() <= LONGEST_LINE) {
            return List.of(builder + rest);
        }
        List<String> lines = new ArrayList<>(broken(builder));
        lines.add("        " + rest);
        return lines;
    }

    private static List<String> vertex(Objective objective, String text, boolean plain) {
        List<String> lines = new ArrayList<>();
        lines.add("// each role, and the layer or input of the graph that gives it");
        lines.add("ObjectiveGraphs.add(graph, \"loss\", " + objective(text, plain) + ", Map.of(");
        List<String> roles = names(
                objective.roles().stream().filter(role -> !role.optional()).toList());
        String line = "               ";
        for (int i = 0; i < roles.size(); i++) {
            String pair = " \"" + roles.get(i) + "\", \"" + roles.get(i) + "\"" + (i + 1 < roles.size() ? "," : "))");
            if (line.length() + pair.length() > LONGEST_LINE) {
                lines.add(line);
                line = "               ";
            }
            line += pair;
        }
        lines.add(line);
        lines.add("        .setOutputs(\"loss\");");
        return lines;
    }

    private static String outputs(Task task) {
        return switch (task) {
            case BINARY_CLASSIFICATION -> ".nOut(labels)";
            case CLASSIFICATION, DISTRIBUTION, SEQUENCE -> ".nOut(classes)";
            case EMBEDDING -> ".nOut(dimensions)";
            case RANKING -> ".nOut(items)";
            case DETECTION -> ".nOut(4)";
            case SEGMENTATION -> ".nOut(classes).perPixel()";
            case REGRESSION, GENERATIVE, CUSTOM -> ".nOut(outputs)";
        };
    }

    private static List<String> forDjl(Objective objective, String text, boolean plain) {
        List<String> predictions = trained(objective);
        List<String> labels = names(objective.roles().stream()
                .filter(role -> !role.differentiable() && !role.optional())
                .toList());
        List<String> lengths = names(objective.roles().stream()
                .filter(role -> role.optional() && role.extent() == Role.ShapeRule.EXAMPLES)
                .filter(role -> !role.name().equals(Role.VALID_LENGTHS))
                .toList());
        if (!lengths.isEmpty()) {
            String all = labels.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                    + lengths.stream().map(name -> ", \"" + name + "\"").collect(Collectors.joining());
            return List.of(
                    "Loss loss = ObjectiveLoss.builder(" + objective(text, plain) + ")",
                    "        .labels(" + all + ").build();");
        }
        String line = "Loss loss = new ObjectiveLoss(" + loss(text, plain) + ");";
        boolean usual = predictions.size() == 1 && labels.equals(List.of(Role.TARGET));
        List<String> lines = new ArrayList<>(broken(line));
        if (!usual) {
            lines.add("// predictions: " + String.join(", ", predictions) + "; labels: "
                    + (labels.isEmpty() ? "none" : String.join(", ", labels)));
        }
        return lines;
    }

    /** The line, or two if it is too long because of a specification. */
    private static List<String> broken(String line) {
        int specification = line.indexOf('"');
        return line.length() <= LONGEST_LINE || specification < 0
                ? List.of(line)
                : List.of(line.substring(0, specification), "        " + line.substring(specification));
    }

    private static String loss(String text, boolean plain) {
        return plain
                ? "new " + Losses.registered().type(text).type().getSimpleName() + "()"
                : "Objective.parse(\"" + text + "\")";
    }

    private static String objective(String text, boolean plain) {
        return plain ? "Objective.of(" + loss(text, true) + ")" : loss(text, false);
    }

    private static List<String> trained(Objective objective) {
        return names(objective.roles().stream()
                .filter(role -> role.differentiable() && !role.optional())
                .toList());
    }

    private static List<String> names(List<Role> roles) {
        return roles.stream().map(Role::name).toList();
    }

    private static LossObjective first(Objective objective) {
        return objective instanceof CompositeObjective sum
                ? first(Objects.requireNonNull(sum.terms().get(0)).objective())
                : (LossObjective) objective;
    }
}

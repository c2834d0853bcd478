package org.losses4j.dl4j.internal.layer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.CompositeObjective;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Task;

/**
 * The form in which an objective reads a layer's output. Where the layer's activation is the one that the loss contains,
 * the loss takes the raw output, in the form that contains the activation and cannot overflow; elsewhere it takes the
 * activated output.
 *
 * @param objective the objective, perhaps in its other form (of logits or of probabilities), with a role of its own for
 *     each form of the output
 * @param roles the role for each form of the output that the objective reads
 * @param warnings what is poor about the pairing
 */
public record OutputPairing(Objective objective, Map<Form, String> roles, List<String> warnings) {
    /** A form of a layer's output. */
    public enum Form {
        RAW,
        ACTIVATED,
        /** The logarithm of a softmax, computed from the raw output. */
        LOG_SOFTMAX
    }

    /** The pairing of {@code objective}, whose role {@code prediction} is the layer's output, with {@code activation}. */
    static OutputPairing of(Objective objective, String prediction, @Nullable Activation activation) {
        return objective instanceof LossObjective single
                ? of(single, prediction, activation)
                : of((CompositeObjective) objective, prediction, activation);
    }

    private static OutputPairing of(CompositeObjective sum, String prediction, @Nullable Activation activation) {
        List<CompositeObjective.Term> terms = new ArrayList<>();
        Map<Form, String> roles = new EnumMap<>(Form.class);
        List<String> warnings = new ArrayList<>();
        for (CompositeObjective.Term term : sum.terms()) {
            String inner = term.objective().roles().get(0).name();
            for (var role : term.objective().roles()) {
                if (term.renamed().getOrDefault(role.name(), role.name()).equals(prediction)) {
                    inner = role.name();
                }
            }
            OutputPairing reading = of(term.objective(), inner, activation);
            Map<String, String> renamed = new LinkedHashMap<>(term.renamed());
            reading.roles().forEach((form, role) -> {
                String outer = form == Form.RAW ? prediction : prediction + "_" + ConstantNames.of(form);
                renamed.put(role, outer);
                roles.put(form, outer);
            });
            warnings.addAll(reading.warnings());
            terms.add(new CompositeObjective.Term(term.factor(), reading.objective(), renamed));
        }
        return new OutputPairing(new CompositeObjective(terms), roles, warnings);
    }

    private static OutputPairing of(LossObjective objective, String prediction, @Nullable Activation activation) {
        Loss loss = objective.loss();
        LossDescription description = loss.description();
        if (activation == Activation.IDENTITY || description.logits() == activation) {
            return single(objective, loss, prediction, Form.RAW, List.of());
        }
        boolean probabilities = activation == Activation.SIGMOID || activation == Activation.SOFTMAX;
        if (description.fromLogits()) {
            Optional<Loss> other = probabilities ? loss.ofProbabilities() : Optional.empty();
            return other.isPresent()
                    ? single(objective, other.get(), prediction, Form.ACTIVATED, List.of())
                    : single(objective, loss, prediction, Form.ACTIVATED, List.of(activatedLogits(loss, activation)));
        }
        if (description.activation() == activation) {
            Optional<Loss> stable = loss.ofLogits();
            if (stable.isPresent() && stable.get().description().logits() == activation) {
                return single(objective, stable.get(), prediction, Form.RAW, List.of());
            }
        }
        if (description.activation() == Activation.LOG_SOFTMAX && activation == Activation.SOFTMAX) {
            return single(objective, loss, prediction, Form.LOG_SOFTMAX, List.of());
        }
        return single(
                objective,
                loss,
                prediction,
                Form.ACTIVATED,
                description.task() == Task.REGRESSION && probabilities
                        ? List.of(vanishing(loss, activation))
                        : List.of());
    }

    private static OutputPairing single(
            LossObjective objective, Loss loss, String prediction, Form form, List<String> warnings) {
        return new OutputPairing(
                new LossObjective(loss, objective.reduction(), objective.fixed()), Map.of(form, prediction), warnings);
    }

    private static String activatedLogits(Loss loss, @Nullable Activation activation) {
        return loss.name() + " reads logits and applies "
                + ConstantNames.of(loss.description().logits())
                + " to them itself, but the layer applies "
                + (activation == null ? "another activation" : ConstantNames.of(activation))
                + " to its output first, which limits what the logits can be: leave the layer's activation out";
    }

    private static String vanishing(Loss loss, @Nullable Activation activation) {
        return loss.name() + " after " + ConstantNames.of(activation)
                + " has hardly any gradient where the output is wrong but certain: for classes use a cross-entropy, for"
                + " numbers the activation identity";
    }
}

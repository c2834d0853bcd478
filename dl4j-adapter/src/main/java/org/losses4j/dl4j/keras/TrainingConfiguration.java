package org.losses4j.dl4j.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;

/**
 * What {@code compile} was given, as Keras saves it: the objective of each output, by the names of the layers that give the
 * outputs, and the configuration's text with losses that Deeplearning4j knows in their places.
 *
 * @param objectives the objectives of the outputs that have a loss, in the order of outputs
 * @param text the text for Deeplearning4j
 */
record TrainingConfiguration(Map<String, Objective> objectives, String text) {
    private static final String LOSS = "loss";
    private static final String LOSS_WEIGHTS = "loss_weights";
    private static final String CLASS_NAME = "class_name";
    private static final String CONFIG = "config";
    private static final String OPTIMIZER = "optimizer_config";
    private static final String CUSTOM = "Custom>";
    private static final String DECAY = "decay";

    /** Any loss that Deeplearning4j knows: the layer that it makes of it is replaced. */
    private static final String PLACEHOLDER = "mse";

    /**
     * Reads a configuration.
     *
     * @param outputs the names of the layers that give the model's outputs
     * @throws IllegalArgumentException if a loss is unknown or a parameter cannot be honoured, or an output's name is unknown
     */
    static TrainingConfiguration of(String json, List<String> outputs) {
        Map<String, @Nullable Object> training = Json.object(json);
        Map<String, @Nullable Object> losses = byOutput(training.get(LOSS), LOSS, outputs);
        Map<String, @Nullable Object> weights = byOutput(training.get(LOSS_WEIGHTS), LOSS_WEIGHTS, outputs);
        Map<String, Objective> objectives = new LinkedHashMap<>();
        Map<String, String> placeholders = new LinkedHashMap<>();
        for (String output : outputs) {
            Object loss = losses.get(output);
            if (loss != null) {
                objectives.put(output, weighted(objective(loss), weights.get(output)));
                placeholders.put(output, PLACEHOLDER);
            }
        }
        if (objectives.isEmpty()) {
            throw new IllegalArgumentException(
                    "The Keras model was compiled without a loss, so there is nothing to train"
                            + " on: compile it with one before it is saved");
        }
        // One loss goes to the last layer, whatever Deeplearning4j calls that of a sequential model.
        training.put(LOSS, outputs.size() == 1 ? PLACEHOLDER : placeholders);
        training.put(OPTIMIZER, optimizer(training.get(OPTIMIZER)));
        return new TrainingConfiguration(objectives, Json.text(training));
    }

    /** What {@code compile} takes once for all outputs, in a list or by the outputs' names. */
    private static Map<String, @Nullable Object> byOutput(@Nullable Object given, String what, List<String> outputs) {
        Map<String, @Nullable Object> byOutput = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map && !map.containsKey(CLASS_NAME)) {
            map.forEach((name, value) -> byOutput.put(String.valueOf(name), value));
            if (!outputs.containsAll(byOutput.keySet())) {
                throw new IllegalArgumentException("The Keras model's " + what + " is for " + byOutput.keySet()
                        + ", but its outputs are " + outputs + ": use the names of the output layers");
            }
        } else if (given instanceof List<?> list) {
            if (list.size() != outputs.size()) {
                throw new IllegalArgumentException("The Keras model's " + what + " is a list of " + list.size()
                        + ", but its outputs are " + outputs + ": give one for each");
            }
            for (int i = 0; i < list.size(); i++) {
                byOutput.put(outputs.get(i), list.get(i));
            }
        } else {
            outputs.forEach(output -> byOutput.put(output, given));
        }
        return byOutput;
    }

    private static Objective objective(Object loss) {
        if (loss instanceof Map<?, ?> map) {
            Object config = map.get(CONFIG);
            // A function in the newer form: {"class_name": "function", "config": "huber"}.
            return config instanceof Map<?, ?> parameters
                    ? objective(String.valueOf(map.get(CLASS_NAME)), Json.copy(parameters))
                    : objective(String.valueOf(config), Map.of());
        }
        return objective(String.valueOf(loss), Map.of());
    }

    private static Objective objective(String name, Map<String, @Nullable Object> parameters) {
        KnownLoss known = KnownLosses.find(name)
                .orElseThrow(() -> new IllegalArgumentException("The Keras model's loss is " + name
                        + ", which has no counterpart here. Known are "
                        + KnownLosses.ALL.stream()
                                .map(one -> one.names().get(0))
                                .collect(Collectors.joining(", "))
                        + ". For a loss of your own: KerasLossUtils.registerCustomLoss(\"" + name
                        + "\", new ObjectiveLoss(…)), and Deeplearning4j's KerasModelImport"));
        return known.with(new LossParameters(name, parameters));
    }

    /** The optimizer in the form that it had before Keras 2.11: Deeplearning4j requires a decay. */
    private static @Nullable Object optimizer(@Nullable Object saved) {
        if (!(saved instanceof Map<?, ?> map) || !(map.get(CONFIG) instanceof Map<?, ?> config)) {
            return saved;
        }
        Map<String, @Nullable Object> parameters = Json.copy(config);
        if (parameters.get(DECAY) == null) {
            parameters.put(DECAY, 0.0);
        }
        Map<String, @Nullable Object> optimizer = Json.copy(map);
        optimizer.put(CONFIG, parameters);
        optimizer.put(CLASS_NAME, String.valueOf(map.get(CLASS_NAME)).replace(CUSTOM, ""));
        return optimizer;
    }

    private static Objective weighted(Objective objective, @Nullable Object weight) {
        double factor = weight instanceof Number number ? number.doubleValue() : 1;
        return factor == 1
                ? objective
                : new CompositeObjective(List.of(new CompositeObjective.Term(factor, objective)));
    }
}

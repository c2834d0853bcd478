package org.losses4j.dl4j.keras;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;

/** The parameters of one loss of Keras, as its {@code config} gives them; the ones it does not give have Keras' defaults. */
final class LossParameters {
    private static final String AXIS = "axis";
    private static final String IGNORE_CLASS = "ignore_class";

    private final String loss;
    private final Map<String, @Nullable Object> given;
    private final Set<String> unread;

    LossParameters(String loss, Map<String, @Nullable Object> given) {
        this.loss = loss;
        this.given = given;
        this.unread = new HashSet<>(given.keySet());
        unread.remove("name");
        unread.remove("dtype");
    }

    double number(String name, double otherwise) {
        Object value = read(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number)) {
            throw unsupported(name, value, "a number");
        }
        return number.doubleValue();
    }

    boolean flag(String name) {
        Object value = read(name);
        if (value != null && !(value instanceof Boolean)) {
            throw unsupported(name, value, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    boolean fromLogits() {
        return flag("from_logits");
    }

    double labelSmoothing() {
        return number("label_smoothing", 0);
    }

    @Nullable
    Integer ignoreClass() {
        return read(IGNORE_CLASS) == null ? null : (int) number(IGNORE_CLASS, 0);
    }

    /** Our layers put the channels last before a loss sees them, so that there is no other class axis to choose. */
    void requireLastAxis() {
        if (number(AXIS, -1) != -1) {
            throw unsupported(AXIS, read(AXIS), "-1: the network's channels are the classes");
        }
    }

    void requireNoAxis() {
        if (read(AXIS) != null) {
            throw unsupported(AXIS, read(AXIS), "none: the sums run over the whole batch");
        }
    }

    /** How the units combine. What a loss of class indices ignores does not count in Keras' mean. */
    BatchReduction batch() {
        Object reduction = given.getOrDefault("reduction", "sum_over_batch_size");
        unread.remove("reduction");
        return switch (String.valueOf(reduction)) {
            case "sum_over_batch_size", "auto", "mean" ->
                given.get(IGNORE_CLASS) == null ? BatchReduction.MEAN : BatchReduction.WEIGHTED_MEAN;
            case "mean_with_sample_weight" -> BatchReduction.WEIGHTED_MEAN;
            case "sum" -> BatchReduction.SUM;
            default -> throw unsupported("reduction", reduction, "sum_over_batch_size, sum or mean_with_sample_weight");
        };
    }

    /** Requires that no parameter is left that has not been asked for. */
    void requireAllRead() {
        unread.removeIf(name -> given.get(name) == null);
        if (!unread.isEmpty()) {
            throw new IllegalArgumentException("Keras' loss " + loss + " has the parameters " + unread
                    + ", which have no counterpart here: remove them before the model is saved");
        }
    }

    private @Nullable Object read(String name) {
        unread.remove(name);
        return given.get(name);
    }

    private IllegalArgumentException unsupported(String name, @Nullable Object value, String wanted) {
        return new IllegalArgumentException("Keras' loss " + loss + " has " + name + " = " + Objects.toString(value)
                + ", wanted " + wanted + ": change it before the model is saved");
    }
}

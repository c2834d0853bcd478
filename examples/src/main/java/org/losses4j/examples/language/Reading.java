package org.losses4j.examples.language;

import java.util.List;

/**
 * The predictions of a model for the held-out text.
 *
 * @param bitsPerCharacter the bits per character after each epoch
 * @param predictions the prediction for each token of the text, in order, after the last epoch
 */
record Reading(List<Double> bitsPerCharacter, List<Prediction> predictions) {}

package org.losses4j.examples.language;

import java.util.List;

/**
 * How a model read the held-out text.
 *
 * @param bitsPerCharacter after each epoch
 * @param predictions of the text's tokens, in order, after the last epoch
 */
record Reading(List<Double> bitsPerCharacter, List<Prediction> predictions) {}

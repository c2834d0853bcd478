package org.losses4j.examples.language;

/**
 * A token of the held-out text, with its probability under the model.
 *
 * @param text the characters that the token adds to the text
 * @param bits −log₂ of its probability
 */
record Prediction(String text, double bits) {}

package org.losses4j.examples.language;

/**
 * A token of the held-out text.
 *
 * @param text what it adds to the text
 * @param bits what the model needs to tell it from all others: −log₂ of its probability
 */
record Prediction(String text, double bits) {}

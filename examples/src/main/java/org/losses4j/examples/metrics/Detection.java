package org.losses4j.examples.metrics;

/**
 * An object that a detector has found.
 *
 * @param image the number of the image
 * @param kind the class of the object
 * @param score how sure the detector is, for comparing detections
 * @param box where it is
 */
public record Detection(int image, int kind, double score, Box box) {}

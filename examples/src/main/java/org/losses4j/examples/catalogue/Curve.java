package org.losses4j.examples.catalogue;

/**
 * The values of a loss along a line.
 *
 * @param title what was varied
 * @param x the points
 * @param value the loss at each point
 * @param slope the derivative along the line at each point
 */
record Curve(String title, double[] x, double[] value, double[] slope) {}

package org.losses4j.examples.catalogue;

/**
 * A loss along a line.
 *
 * @param title what was varied
 * @param x where
 * @param value the loss there
 * @param slope its derivative along the line
 */
record Curve(String title, double[] x, double[] value, double[] slope) {}

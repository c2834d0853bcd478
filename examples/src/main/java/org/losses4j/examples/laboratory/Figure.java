package org.losses4j.examples.laboratory;

/**
 * A figure that trainings are judged by.
 *
 * @param key the key in metrics.json
 * @param title the title in tables and pictures
 * @param pattern the format to print it in
 */
public record Figure(String key, String title, String pattern) {}

package org.losses4j.examples.laboratory;

/**
 * A number that trainings are judged by.
 *
 * @param key in metrics.json
 * @param title in tables and pictures
 * @param pattern how it is printed
 */
public record Figure(String key, String title, String pattern) {}

package org.losses4j.examples.data;

/**
 * A row of digits as one image, and what it says; not where each digit is.
 *
 * @param pixels {@link Strips#HEIGHT} rows of {@link Strips#WIDTH}, 0 (paper) to 1 (ink)
 * @param digits from left to right
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Strip(float[] pixels, int[] digits) {}

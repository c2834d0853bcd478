package org.losses4j.examples.data;

/**
 * A row of digits as one image, and the digits; it does not tell where each digit is.
 *
 * @param pixels {@link Strips#HEIGHT} rows of {@link Strips#WIDTH}, 0 (paper) to 1 (ink)
 * @param digits the digits from left to right
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Strip(float[] pixels, int[] digits) {}

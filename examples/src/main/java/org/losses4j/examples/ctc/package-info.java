/** Strips of digits read without being told where each digit is: connectionist temporal classification. */
@NullMarked
package org.losses4j.examples.ctc;

import org.jspecify.annotations.NullMarked;

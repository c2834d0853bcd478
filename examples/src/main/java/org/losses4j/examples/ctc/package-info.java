/** Reading strips of digits from labels that do not tell where each digit is: connectionist temporal classification. */
@NullMarked
package org.losses4j.examples.ctc;

import org.jspecify.annotations.NullMarked;

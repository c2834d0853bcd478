/** The catalogue as pages: what is known of each loss, written once beside its formula, and curves of the code itself. */
@NullMarked
package org.losses4j.examples.catalogue;

import org.jspecify.annotations.NullMarked;

/**
 * The differential fuzzer: random objectives and inputs, the oracle that says what they are worth and how exactly that can be
 * computed, and the search for the smallest case of a fault.
 */
@NullMarked
package org.losses4j.conformance.fuzz;

import org.jspecify.annotations.NullMarked;

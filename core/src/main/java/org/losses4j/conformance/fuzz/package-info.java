/**
 * The differential fuzzer: random objectives and inputs, an oracle that computes results with bounds on their errors, and the
 * search for the smallest case of a fault.
 */
@NullMarked
package org.losses4j.conformance.fuzz;

import org.jspecify.annotations.NullMarked;

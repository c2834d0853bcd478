/** Recorded cases, and what runs them: the test kit for executions and adapters. */
@NullMarked
package org.losses4j.conformance;

import org.jspecify.annotations.NullMarked;

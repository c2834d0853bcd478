/** The test kit for executions and adapters: recorded cases, and the executions that run them. */
@NullMarked
package org.losses4j.conformance;

import org.jspecify.annotations.NullMarked;

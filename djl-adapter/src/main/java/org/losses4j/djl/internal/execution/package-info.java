/** The executions of an objective, and the choice between them. */
@NullMarked
package org.losses4j.djl.internal.execution;

import org.jspecify.annotations.NullMarked;

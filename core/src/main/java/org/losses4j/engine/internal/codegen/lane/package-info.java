/** Writers of bytecode for arithmetic on one lane or a vector of lanes, and for the elementary functions. */
@NullMarked
package org.losses4j.engine.internal.codegen.lane;

import org.jspecify.annotations.NullMarked;

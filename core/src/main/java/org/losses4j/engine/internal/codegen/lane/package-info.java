/** Arithmetic on one lane or a vector of lanes, as bytecode, and the elementary functions in it. */
@NullMarked
package org.losses4j.engine.internal.codegen.lane;

import org.jspecify.annotations.NullMarked;

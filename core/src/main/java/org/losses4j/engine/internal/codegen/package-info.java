/** The last pass: writes a sweep's plan as bytecode and loads it as a kernel, a hidden class of this package. */
@NullMarked
package org.losses4j.engine.internal.codegen;

import org.jspecify.annotations.NullMarked;

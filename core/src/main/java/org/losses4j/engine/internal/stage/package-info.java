/**
 * Divides a graph into stages: formulas that become sweeps, and between them steps on whole matrices, such as a matrix product.
 */
@NullMarked
package org.losses4j.engine.internal.stage;

import org.jspecify.annotations.NullMarked;

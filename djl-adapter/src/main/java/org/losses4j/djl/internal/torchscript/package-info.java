/** TorchScript modules: writing them from graphs, packing, loading and keeping them. */
@NullMarked
package org.losses4j.djl.internal.torchscript;

import org.jspecify.annotations.NullMarked;

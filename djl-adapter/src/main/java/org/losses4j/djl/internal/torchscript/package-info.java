/** TorchScript modules: written from graphs, packed, loaded, kept. */
@NullMarked
package org.losses4j.djl.internal.torchscript;

import org.jspecify.annotations.NullMarked;

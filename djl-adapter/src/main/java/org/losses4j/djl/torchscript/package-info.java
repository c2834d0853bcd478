/** The TorchScript that objectives are computed by, for PyTorch without DJL. */
@NullMarked
package org.losses4j.djl.torchscript;

import org.jspecify.annotations.NullMarked;

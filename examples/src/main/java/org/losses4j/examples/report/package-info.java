/** The results of a training run: a folder with a model, figures and pictures, and lines on the terminal. */
@NullMarked
package org.losses4j.examples.report;

import org.jspecify.annotations.NullMarked;

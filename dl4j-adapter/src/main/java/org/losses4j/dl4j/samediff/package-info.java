/** Objectives as operations of SameDiff, ND4J's graphs. */
@NullMarked
package org.losses4j.dl4j.samediff;

import org.jspecify.annotations.NullMarked;

package org.losses4j.engine.memory;

/** The type that elements are stored and computed in. Sums over the whole batch are added up in float64 in both. */
public enum Precision {
    FLOAT32,
    FLOAT64
}

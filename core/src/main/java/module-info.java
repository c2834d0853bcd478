/** Losses as formulas over a small tensor interface, with derived gradients and a fused engine for CPUs. */
module org.losses4j.core {
    requires static transitive org.jspecify;
    requires org.objectweb.asm;
    // The engine's kernels are vector code where Java was started with --add-modules jdk.incubator.vector.
    requires static jdk.incubator.vector;
    // Tells whether the processor multiplies and adds in one instruction.
    requires static java.management;

    uses org.losses4j.LossProvider;

    provides org.losses4j.LossProvider with
            org.losses4j.loss.BuiltInLosses;

    exports org.losses4j;
    exports org.losses4j.cache;
    exports org.losses4j.conformance;
    exports org.losses4j.conformance.fuzz;
    exports org.losses4j.decode;
    exports org.losses4j.engine;
    exports org.losses4j.engine.memory;
    exports org.losses4j.execution;
    exports org.losses4j.graph;
    exports org.losses4j.loss;
    exports org.losses4j.loss.classification;
    exports org.losses4j.loss.detection;
    exports org.losses4j.loss.embedding;
    exports org.losses4j.loss.generative;
    exports org.losses4j.loss.ranking;
    exports org.losses4j.loss.regression;
    exports org.losses4j.loss.segmentation;
    exports org.losses4j.loss.sequence;
    exports org.losses4j.tensor;
    exports org.losses4j.watch;
}

package org.losses4j.examples.laboratory;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits trainings of small networks to one thread: with some hundred weights, several threads spend their time waiting for
 * each other.
 */
public final class SmallNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(SmallNetworks.class);

    private SmallNetworks() {}

    /**
     * Makes a framework compute on one thread; for DJL before anything else is done with it, for
     * Deeplearning4j on the calling thread alone.
     */
    public static void useOneThread(Framework framework) {
        switch (framework) {
            case DL4J -> {
                LOG.debug("ND4J on {}, on one thread", Nd4j.getBackend()); // loads the native operations
                NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
                Nd4j.factory().blas().setMaxThreads(1);
            }
            case DJL -> System.setProperty("ai.djl.pytorch.num_threads", "1");
        }
    }
}

package org.losses4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Measures how many cores the processes beside this one use, since a loaded machine slows some trainings more than others. */
final class OtherProcesses {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Begins to measure. */
    OtherProcesses() {
        // The bean tells the load since its last call.
        cores();
    }

    /** The mean number of cores since the beginning, or the last call; 0 where it is unknown. */
    double cores() {
        double process = system.getProcessCpuLoad();
        return Math.max(0, system.getCpuLoad() - Math.max(0, process)) * system.getAvailableProcessors();
    }
}

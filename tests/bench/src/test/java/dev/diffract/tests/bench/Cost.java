package dev.diffract.tests.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What steps cost this process.
 *
 * @param microseconds of CPU for each, of all threads
 * @param bytes of garbage for each
 */
record Cost(double microseconds, double bytes) {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of all that a client does in a while. */
    static Cost of(Client client, Duration time) throws InterruptedException {
        client.begin();
        Thread.sleep(time.toMillis() / 10);
        long steps = client.steps();
        long cpu = PROCESS.getProcessCpuTime();
        long bytes = allocated();
        Thread.sleep(time.toMillis());
        double count = client.steps() - steps;
        Cost cost = new Cost((PROCESS.getProcessCpuTime() - cpu) / 1e3 / count, (allocated() - bytes) / count);
        client.end();
        return cost;
    }

    /** Threads that end meanwhile are forgotten: those that work do not. */
    private static long allocated() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}

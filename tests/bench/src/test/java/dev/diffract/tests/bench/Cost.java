package dev.diffract.tests.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
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
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final Duration LONGEST_WARMING = Duration.ofMinutes(2);

    /** Of the time, when the compiler is thought to be done. */
    private static final double QUIET = 0.03;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Lets clients run in turns until what they do is compiled, so that the compiler's work is not taken for theirs, or for two minutes each. */
    static void warm(Client... clients) throws InterruptedException {
        long end = System.nanoTime() + clients.length * LONGEST_WARMING.toNanos();
        boolean quiet = false;
        while (!quiet && System.nanoTime() < end) {
            quiet = true;
            for (Client client : clients) {
                long before = COMPILER.getTotalCompilationTime();
                of(client, LOOK);
                quiet &= COMPILER.getTotalCompilationTime() - before < QUIET * LOOK.toMillis();
            }
        }
    }

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

package dev.diffract.builder.nvidia.tensorrt;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, or another wish that this process end, as a condition that a build can be cancelled by. While it is open the
 * process does not end before the work has: TensorRT needs up to a step to stop, and half-written files are to be removed. Once it is closed an interrupted process ends at any moment, so what is to be said
 * about the cancellation is said before:
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.watch(Duration.ofMinutes(1))) {
 *     try {
 *         tensorRt.build(request.withListener(listener.cancelledWhen(interruption)));
 *     } catch (TensorRtException e) {
 *         err.println(e.getMessage());
 *     }
 * }
 * }</pre>
 */
public final class Interruption implements BooleanSupplier, AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration patience;
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private volatile boolean asked;

    private Interruption(Duration patience) {
        this.patience = patience;
    }

    /** @param patience longest time the process waits for the work to stop */
    public static Interruption watch(Duration patience) {
        Interruption interruption = new Interruption(patience);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether the process was asked to end. */
    @Override
    public boolean getAsBoolean() {
        return asked;
    }

    private void interrupted() {
        asked = true;
        try {
            closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The machine is in more of a hurry than we are.
            Thread.currentThread().interrupt();
        }
    }

    /** The work is over. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, which this was for.
        }
    }
}

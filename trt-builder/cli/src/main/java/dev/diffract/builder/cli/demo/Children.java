package dev.diffract.builder.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of this demo. However this process ends in an orderly way, they end before it: after SIGTERM they have a while
 * to finish, then they are killed. If it is killed itself, they notice that on their own.
 */
final class Children implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Of {@link #PATIENCE}, what the pictures get that are drawn when all of this ends. */
    static final Duration GRACE = Duration.ofSeconds(4);

    private final List<ChildProcess> children = new ArrayList<>();
    private final Thread atExit = new Thread(this::stop, "stop-children");
    private boolean stopped;

    Children() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * @throws DemoException if the demo is being ended already
     */
    synchronized ChildProcess start(String name, List<String> command, Path log) throws IOException {
        if (stopped) {
            throw new DemoException("the demo is ending");
        }
        ChildProcess child = ChildProcess.start(name, command, log);
        children.add(child);
        return child;
    }

    /**
     * @throws DemoException if one has ended
     */
    synchronized void requireAlive() {
        children.forEach(ChildProcess::requireAlive);
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook has run or runs now.
        }
    }

    private synchronized void stop() {
        stopped = true;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!children.isEmpty()) { // the last one works with what the others do: it finishes first
                ChildProcess last = children.get(children.size() - 1);
                last.process().destroy();
                last.awaitEnd(deadline);
            }
            children.forEach(child -> child.process().destroy());
            for (ChildProcess child : children) {
                child.awaitEnd(deadline);
            }
        } catch (InterruptedException e) {
            children.forEach(child -> child.process().destroyForcibly());
            Thread.currentThread().interrupt();
        }
    }
}

package dev.diffract.tests.tensorrt.fake;

import dev.diffract.builder.nvidia.tensorrt.ProgressListener;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what a build reports, and on which threads. */
final class Events implements ProgressListener {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger stepsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private boolean throwing;

    Events cancellingAfter(int steps) {
        stepsLeft.set(steps);
        return this;
    }

    Events throwingAtStep() {
        throwing = true;
        return this;
    }

    List<String> all() {
        return events;
    }

    Set<Thread> threads() {
        return threads;
    }

    @Override
    public void phaseStarted(String phase, Optional<String> parent, int steps) {
        note("start " + phase + " of " + steps
                + parent.map(name -> " in " + name).orElse(""));
    }

    @Override
    public boolean stepCompleted(String phase, int step) {
        note("step " + step + " of " + phase);
        if (throwing) {
            throw new IllegalStateException("no terminal");
        }
        return stepsLeft.decrementAndGet() > 0;
    }

    @Override
    public void phaseFinished(String phase) {
        note("finish " + phase);
    }

    private void note(String event) {
        events.add(event);
        threads.add(Thread.currentThread());
    }
}

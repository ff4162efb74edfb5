package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;

/** Tells a listener one thing at a time, nothing of the queue once drawing began, and nothing after the end. */
final class Progress {

    private final ProgressListener listener;
    private boolean started;
    private boolean ended;

    Progress(ProgressListener listener) {
        this.listener = listener;
    }

    /** The queue tells positions outside of its lock: one may arrive after the place became free. */
    synchronized void queued(int position) {
        if (!started && !ended) {
            listener.queued(position);
        }
    }

    /**
     * @return whether there is anything to start
     */
    synchronized boolean started(GenerationPlan plan) {
        if (ended) {
            return false;
        }
        started = true;
        listener.started(plan);
        return true;
    }

    synchronized void step(ProgressListener.StepProgress step) {
        if (!ended) {
            listener.step(step);
        }
    }

    synchronized void preview(Preview preview) {
        if (!ended) {
            listener.preview(preview);
        }
    }

    synchronized void image(GeneratedImage image) {
        if (!ended) {
            listener.image(image);
        }
    }

    /**
     * @return whether this was the first end
     */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    synchronized boolean isStarted() {
        return started;
    }
}

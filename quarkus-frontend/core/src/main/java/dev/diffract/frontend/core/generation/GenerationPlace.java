package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.Demand;
import dev.diffract.frontend.core.admission.Pace;
import dev.diffract.frontend.core.admission.Place;
import dev.diffract.frontend.core.admission.QueueFullException;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.admission.Turn;
import dev.diffract.frontend.core.generation.ProgressListener.StepProgress;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** A generation's place in the queue and among those who are drawn. Thread-safe. */
final class GenerationPlace {

    private final Job job;
    private final boolean accepted;
    private final PictureDriver driver;
    private final GenerationTools tools;
    private final Map<Integer, Integer> steps = new ConcurrentHashMap<>();
    private volatile Place place = Place.NONE;
    private volatile Optional<Instant> doneBy = Optional.empty();

    GenerationPlace(KeptJob kept, PictureDriver driver, GenerationTools tools) {
        this.job = kept.job();
        this.accepted = kept.isAccepted();
        this.driver = driver;
        this.tools = tools;
    }

    /** Is told positions. */
    interface Waits {
        void at(int position, Optional<Instant> doneBy);
    }

    /**
     * Asks for it. What was accepted once is not told when it will be done, and is not refused because of that.
     *
     * @param begins is told how many more pictures may begin, until all may
     * @throws GenerationException if there is no room or no time for it
     */
    void enter(IntConsumer begins, Waits waits) {
        Picture picture = Picture.of(job.plan(), 0);
        try {
            Pace pace = accepted ? Pace.UNKNOWN : driver.pace(picture);
            place = tools.admission().enter(demand(picture), pace, new Turn() {
                @Override
                public void begin(int pictures, Optional<Instant> time) {
                    doneBy = time;
                    begins.accept(pictures);
                }

                @Override
                public void waits(int position, Optional<Instant> time) {
                    doneBy = time;
                    waits.at(position, time);
                }
            });
        } catch (QueueFullException e) {
            throw new GenerationException(e);
        }
    }

    private Demand demand(Picture picture) {
        GenerationPlan plan = job.plan();
        double cost = driver.cost(picture);
        return new Demand(
                job.caller().name(),
                standing(),
                plan.count(),
                new Demand.Cost(plan.model().name(), cost * plan.count(), cost, least(picture)),
                job.deadline());
    }

    private double least(Picture picture) {
        return accepted ? 0 : driver.atLeast(picture, tools.clock().instant());
    }

    Standing standing() {
        return job.standing(tools.admission().offPeak());
    }

    /** When it will have ended, as was said when it came; empty if nothing could be said. */
    Optional<Instant> doneBy() {
        return doneBy;
    }

    void stepped(StepProgress progress) {
        int before = steps.getOrDefault(progress.index(), 0);
        int more = Math.max(0, progress.step() - before); // one that started again has made them before
        steps.put(progress.index(), before + more);
        place.advance((double) more / progress.steps() / job.plan().count());
    }

    /** One of several pictures is drawn. */
    void drawn() {
        place.drawn();
    }

    /** @param drawn whether all of it was drawn */
    void leave(boolean drawn) {
        place.leave(drawn);
    }
}

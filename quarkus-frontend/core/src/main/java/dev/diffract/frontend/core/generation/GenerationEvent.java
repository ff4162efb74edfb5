package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.generation.ProgressListener.StepProgress;
import dev.diffract.frontend.core.picture.Preview;
import dev.diffract.frontend.core.plan.GenerationPlan;
import java.time.Instant;
import java.util.Optional;

/** Something that happened to a generation, as data. */
sealed interface GenerationEvent {

    /** Calls the listener's method for it. */
    void tell(ProgressListener listener);

    /** What it says something about: whoever comes late needs only the last event of each subject. */
    Subject subject();

    /**
     * @param picture from 0; 0 too where it is about the generation
     */
    record Subject(Kind kind, int picture) {}

    /** What can be said about a generation or one of its pictures. */
    enum Kind {
        /** Whether it waits or has begun. */
        TURN,
        /** Whether a picture has begun. */
        PLACE,
        /** How many steps are done. */
        STEP,
        /** What there is to see. */
        LOOK
    }

    /** It waits. */
    record Queued(int position, Optional<Instant> doneBy) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.queued(position, doneBy);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.TURN, 0);
        }
    }

    /** A picture's turn has come. */
    record Begun(int index) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.begun(index);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.PLACE, index);
        }
    }

    /** It is being drawn. */
    record Started(GenerationPlan plan, Optional<Instant> doneBy) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.started(plan, doneBy);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.TURN, 0);
        }
    }

    /** A picture is a step further. */
    record Stepped(StepProgress progress) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.step(progress);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.STEP, progress.index());
        }
    }

    /** A picture can be seen in the making. */
    record Previewed(Preview preview) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.preview(preview);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.LOOK, preview.index());
        }
    }

    /** A picture is finished. */
    record Drawn(GeneratedImage image) implements GenerationEvent {
        @Override
        public void tell(ProgressListener listener) {
            listener.image(image);
        }

        @Override
        public Subject subject() {
            return new Subject(Kind.LOOK, image.index());
        }
    }
}

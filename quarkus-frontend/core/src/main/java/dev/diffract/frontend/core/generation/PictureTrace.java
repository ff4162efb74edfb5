package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Encoding;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.trace.End;
import dev.diffract.frontend.core.trace.Fact;
import dev.diffract.frontend.core.trace.Facts;
import dev.diffract.frontend.core.trace.Part;
import dev.diffract.frontend.core.trace.Span;

/** What a trace shows of a picture: its states, each with its call. */
final class PictureTrace {

    private final Picture picture;
    private final Facts facts;
    private final Span span;

    PictureTrace(Span generation, Picture picture) {
        this.picture = picture;
        this.facts = Facts.NONE.with(Fact.PICTURE, picture.index() + 1L);
        this.span = generation.begin(Part.PICTURE, facts);
    }

    /** A state's call is about to be made, or to be left out because its answer is known. */
    Span begin(Pending state) {
        Facts ofCall = facts.with(Fact.ROLE, state.role().id()).with(Fact.MODEL, picture.served(state.role()));
        return span.begin(
                part(state),
                state instanceof Denoising step
                        ? ofCall.with(Fact.STEP, step.step()).with(Fact.STEPS, picture.calls())
                        : ofCall);
    }

    /** Only the first end counts. */
    void end(End end) {
        span.end(end);
    }

    private static Part part(Pending state) {
        if (state instanceof Denoising) {
            return Part.STEP;
        }
        if (state instanceof Encoding) {
            return Part.TEXT;
        }
        return state instanceof Decoding ? Part.DECODE : Part.ENCODE;
    }
}

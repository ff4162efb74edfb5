package dev.diffract.frontend.core.generation;

import dev.diffract.frontend.core.admission.OffPeak;
import dev.diffract.frontend.core.admission.Standing;
import dev.diffract.frontend.core.codec.ByteReader;
import dev.diffract.frontend.core.codec.ByteWriter;
import dev.diffract.frontend.core.codec.Envelope;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.dispatch.policy.Course;
import dev.diffract.frontend.core.dispatch.policy.Terms;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.Decoding;
import dev.diffract.frontend.core.picture.Denoising;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import dev.diffract.frontend.core.trace.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A generation that was accepted, as data.
 *
 * @param id unlike that of any other job that is kept
 * @param caller who asked for it
 * @param priority higher is more urgent; 0 is the usual one
 * @param accepted when
 * @param deadline when its time is over, waiting included
 */
public record Job(String id, Caller caller, int priority, GenerationPlan plan, Instant accepted, Instant deadline) {

    /** One more with every change of the bytes; the plan within has its own version. */
    private static final Envelope ENVELOPE = new Envelope("DfJb", 1, "a written job");

    /**
     * On which terms a call for one of its pictures is made.
     *
     * @param state of the picture, whose call it is
     * @param standing its class
     * @param label what users see the instance do
     */
    Terms terms(Picture picture, Pending state, Standing standing, String label, Span span) {
        int steps = picture.calls();
        int done = state instanceof Denoising denoising ? denoising.step() - 1 : state instanceof Decoding ? steps : 0;
        return new Terms(caller, standing, deadline, new Course(accepted, done, steps - done), label, span);
    }

    /** The same, drawn by another plan. */
    Job with(GenerationPlan other) {
        return new Job(id, caller, priority, other, accepted, deadline);
    }

    /** Its class, which is the usual one off peak. */
    Standing standing(OffPeak offPeak) {
        return Standing.of(priority, accepted, deadline).with(offPeak);
    }

    /** What is left of its time; zero if that is over. */
    Duration timeLeft(Instant now) {
        return now.isBefore(deadline) ? Duration.between(now, deadline) : Duration.ZERO;
    }

    /** What is written down; takes time linear in the pictures that the plan starts from. */
    public byte[] bytes() {
        ByteWriter to = new ByteWriter();
        to.text(id).text(caller.name()).whole(priority).bytes(GenerationPlanCodec.encode(plan));
        write(accepted, to);
        write(deadline, to);
        return ENVELOPE.seal(to);
    }

    /**
     * What {@link #bytes} wrote.
     *
     * @param catalog has the plan's checkpoint
     * @throws IllegalArgumentException if {@link #bytes} did not make these bytes, or this machine has no such checkpoint or
     *     sampler; the message is a sentence and says nothing of the prompts
     */
    public static Job read(byte[] bytes, ModelCatalog catalog) {
        return ENVELOPE.open(
                bytes,
                from -> new Job(
                        from.text(),
                        new Caller(from.text()),
                        from.whole(),
                        GenerationPlanCodec.decode(from.bytes(), catalog),
                        instant(from),
                        instant(from)));
    }

    private static void write(Instant instant, ByteWriter to) {
        to.big(instant.getEpochSecond()).whole(instant.getNano());
    }

    private static Instant instant(ByteReader from) {
        try {
            return Instant.ofEpochSecond(from.big(), from.whole(0, 999_999_999));
        } catch (DateTimeException e) {
            throw from.broken("has a time that no calendar knows");
        }
    }
}
